import type { Diagnostic, Position } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';

interface Cell {
  readonly heading: string;
  readonly at: () => Position;
}

const maxKept = 100;

/** Collects what is wrong with rows; what concerns a whole column is said once. */
export class RowProblems {
  private readonly kept: Diagnostic[] = [];
  private readonly said = new Set<string>();
  private left = 0;

  unreadable(cell: Cell): void {
    const message = `The value under "${cell.heading.slice(0, 60)}" is not understood and is left out.`;
    this.keep(diagnostic('warning', 'unreadable-cell', message, cell.at(), cell.heading));
  }

  ambiguousTime(cell: Cell): void {
    const message = `It cannot be told day from month under "${cell.heading.slice(0, 60)}"; export the date as year-month-day.`;
    this.once(
      `ambiguous ${cell.heading}`,
      diagnostic('warning', 'ambiguous-date', message, cell.at(), cell.heading),
    );
  }

  withoutZone(cell: Cell): void {
    const message = `Times under "${cell.heading.slice(0, 60)}" have no zone and were read as UTC.`;
    this.once(
      `zone ${cell.heading}`,
      diagnostic('info', 'time-without-zone', message, cell.at(), cell.heading),
    );
  }

  withoutIdentity(at: Position): void {
    const message = 'The row has neither serial number nor UDID, so it belongs to no device and is left out.';
    this.keep(diagnostic('warning', 'row-without-identity', message, at));
  }

  tooManyCells(at: Position): void {
    const message = 'The row has more cells than the header has headings; a value may hold the delimiter.';
    this.keep(diagnostic('warning', 'extra-cells', message, at));
  }

  duplicateSerial(serial: string, first: Position, second: Position): void {
    const message = `Serial number ${serial} stands in line ${first.line ?? 0} and again in line ${second.line ?? 0}; both rows were kept.`;
    this.keep(diagnostic('warning', 'duplicate-serial', message, second));
  }

  list(): readonly Diagnostic[] {
    if (this.left === 0) return this.kept;
    const message = `${this.left} more rows have the same kinds of faults.`;
    return [...this.kept, diagnostic('warning', 'more-diagnostics', message)];
  }

  private once(key: string, found: Diagnostic): void {
    if (this.said.has(key)) return;
    this.said.add(key);
    this.kept.push(found);
  }

  private keep(found: Diagnostic): void {
    if (this.kept.length < maxKept) this.kept.push(found);
    else this.left++;
  }
}
