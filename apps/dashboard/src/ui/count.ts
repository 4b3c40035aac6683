const format = new Intl.NumberFormat();

export function showNumber(value: number): string {
  return format.format(value);
}

/** `1 device`, `4,812 devices`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${showNumber(value)} ${value === 1 ? one : many}`;
}

export function showPercent(part: number): string {
  return `${Math.round(part * 100)}%`;
}
