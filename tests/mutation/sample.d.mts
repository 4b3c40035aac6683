export function sampleOf<T>(items: readonly T[], count: number, seed: number): readonly T[];
export function interval(hits: number, tried: number, whole: number): readonly [number, number];
