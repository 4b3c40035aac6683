export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly operator: string;
  readonly original: string;
  readonly replacement: string;
  readonly context: string;
}
export function instrument(
  file: string,
  text: string,
  firstId?: number,
): { readonly code: string; readonly mutants: readonly Mutant[] };
