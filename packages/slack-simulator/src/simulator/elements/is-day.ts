/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  // a day that the month doesn't have would be one of the next month
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}
