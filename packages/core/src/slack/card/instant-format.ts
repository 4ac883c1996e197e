/** How Slack writes an instant, in each reader's own time zone. */
export const instantFormat = '{date_short_pretty} {time}';
