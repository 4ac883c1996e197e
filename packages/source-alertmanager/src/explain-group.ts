import { instancesOf } from './about-alerts.js';
import type { AlertGroup } from './alert-group.js';

const mostListLength = 400;
const mostNameLength = 80;

/** The lines that explain a group: how many alerts fire, where, how many were left out. */
export function explainGroup(group: AlertGroup): readonly string[] {
  const { length } = group.alerts;
  const where = listed(instancesOf(group));
  const firing = `${length} ${length === 1 ? 'alert' : 'alerts'} firing${where === '' ? '' : ` on ${where}`}`;
  return [firing, ...(group.truncatedAlerts === 0 ? [] : [leftOut(group.truncatedAlerts)])];
}

function leftOut(count: number): string {
  return `Alertmanager left out ${count} more ${count === 1 ? 'alert' : 'alerts'}: not all that fires may be shown here`;
}

/** Names with commas, as many as there is room for, and how many more there are. */
function listed(names: readonly string[]): string {
  let list = '';
  let count = 0;
  for (const name of names) {
    const next = `${count === 0 ? '' : ', '}${shortened(name)}`;
    if (list.length + next.length > mostListLength) break;
    list += next;
    count += 1;
  }
  const more = names.length - count;
  return more === 0 ? list : `${list} and ${more} more`;
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= mostNameLength ? name : `${characters.slice(0, mostNameLength - 1).join('')}…`;
}
