/** Key of a chunk's work row: `<scan id>-<number>`. */
export function chunkKey(scanId: string, seq: number): string {
  return `${scanId}-${seq}`;
}

/** Undefined when the text is no such key. */
export function readChunkKey(key: string): { readonly scanId: string; readonly seq: number } | undefined {
  const dash = key.lastIndexOf('-');
  const seq = Number(key.slice(dash + 1));
  return dash <= 0 || !Number.isInteger(seq) ? undefined : { scanId: key.slice(0, dash), seq };
}
