const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment in the reader's own time zone. */
export function showTime(instant: string | undefined): string {
  if (instant === undefined) return '–';
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : format.format(at);
}
