import { cpus, release, type } from 'node:os';

/** What ran the bench: no host name and no path. */
export function describeMachine(): string {
  const all = cpus();
  const kernel = release().split('.').slice(0, 2).join('.');
  const model = all[0]?.model.trim() ?? 'unknown CPU';
  return `${model}, ${all.length} ${all.length === 1 ? 'core' : 'cores'}, Node ${process.version}, ${type()} ${kernel}`;
}
