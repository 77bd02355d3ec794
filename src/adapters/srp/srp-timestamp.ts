const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * Writes an instant (epoch ms) as Cognito's `TIMESTAMP`, `EEE MMM d HH:mm:ss UTC yyyy`: English whatever the locale,
 * the day of the month without a leading zero.
 */
export function srpTimestamp(at: number): string {
  const date = new Date(at);
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const time = date.toISOString().slice(11, 19);
  return `${day} ${month} ${String(date.getUTCDate())} ${time} UTC ${String(date.getUTCFullYear())}`;
}
