/** When and in which time zone a person reads a date. */
export interface Reader {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

const halfAYearMs = 183 * 86_400_000;
const locale = 'en-US';

/** Formats an instant by Slack's tokens, e.g. `{date_short_pretty} at {time}`. An unknown token stays as it is. */
export function formatSlackDate(seconds: number, format: string, reader: Reader): string {
  const ms = seconds * 1_000;
  return format.replace(/\{([a-z_]+)\}/g, (token, name: string) => tell(ms, name, reader) ?? token);
}

function tell(ms: number, token: string, reader: Reader): string | null {
  if (token.endsWith('_pretty')) {
    return nearDay(ms, reader) ?? tell(ms, token.slice(0, -'_pretty'.length), reader);
  }
  const told = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: reader.timeZone }).format(ms);
  switch (token) {
    case 'date_num':
      return dayOf(ms, reader.timeZone);
    case 'date':
      return longDate(ms, reader);
    case 'date_short':
      return told({ month: 'short', day: 'numeric', ...yearIfFar(ms, reader) });
    case 'date_long':
      return `${told({ weekday: 'long' })}, ${longDate(ms, reader)}`;
    case 'time':
      return told({ hour: 'numeric', minute: '2-digit' });
    case 'time_secs':
      return told({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(ms - reader.now);
    default:
      return null;
  }
}

/** Slack leaves the year out within half a year. */
function yearIfFar(ms: number, { now }: Reader): { readonly year?: 'numeric' } {
  return Math.abs(ms - now) < halfAYearMs ? {} : { year: 'numeric' };
}

function longDate(ms: number, reader: Reader): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: reader.timeZone }).format(ms);
  const day = Number(part({ day: 'numeric' }));
  const year = yearIfFar(ms, reader).year === undefined ? '' : `, ${part({ year: 'numeric' })}`;
  return `${part({ month: 'long' })} ${day}${ordinal(day)}${year}`;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

/** `2026-01-31`, which is also how days are compared. */
function dayOf(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(ms);
}

function nearDay(ms: number, { now, timeZone }: Reader): string | null {
  const day = Date.parse(dayOf(ms, timeZone));
  const today = Date.parse(dayOf(now, timeZone));
  return ['yesterday', 'today', 'tomorrow'][(day - today) / 86_400_000 + 1] ?? null;
}

const units = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function ago(distanceMs: number): string {
  const [unit, size] = units.find(([, length]) => Math.abs(distanceMs) >= length) ?? units[5];
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(distanceMs / size), unit);
}
