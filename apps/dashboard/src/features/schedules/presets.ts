/** Schedules most fleets want, in words. */
export const presets = [
  { cron: '0 * * * *', words: 'Every hour' },
  { cron: '0 3 * * *', words: 'Every night at 03:00' },
  { cron: '0 7 * * 1-5', words: 'Monday to Friday at 07:00' },
  { cron: '0 6 * * 1', words: 'Every Monday at 06:00' },
] as const;

export function cronWords(cron: string): string | undefined {
  return presets.find((preset) => preset.cron === cron)?.words;
}
