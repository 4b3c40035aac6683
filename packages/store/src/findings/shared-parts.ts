import { hash } from 'node:crypto';
import type pg from 'pg';
import { indexable, toJsonText } from '../database/rows.js';
import { StoreError } from '../errors.js';
import type { DeviceResult, FindingInput } from '../types.js';
import { AlikeFindings } from './alike-findings.js';
import { evidenceText, findingDigest, keptBy } from './digest.js';

/** One finding with everything its row points to. */
interface FindingWords {
  readonly identity: Identity;
  readonly finding: FindingInput;
  /** Of the content. */
  readonly digest: string;
  /** What the evidence says, without places. */
  readonly said: string;
  /** Undefined: the evidence stays with the row. */
  readonly evidence: Part | undefined;
}

interface Identity {
  readonly key: string;
  readonly ruleId: string;
  readonly scope: string;
  readonly cause: string;
}

export interface Part {
  readonly digest: string;
  readonly text: string;
}

/** What the row of a finding points to. */
export interface WordNumbers {
  readonly identity: number;
  readonly content: number;
  /** Of the evidence, where it is shared. */
  readonly evidence: number | undefined;
}

/** Numbers of what rows point to. Every word of the results they were looked up for is there. */
export interface WordIds {
  of(finding: FindingInput): WordNumbers;
  part(part: Part): number;
}

const mostKept = 200_000;

/** Keeps numbers by key; starts anew when it is full. */
class Known {
  private readonly ids = new Map<string, number>();

  must(key: string): number {
    const id = this.ids.get(key);
    if (id === undefined)
      throw new StoreError('unexpected-row', 'A shared part was written and is not there.');
    return id;
  }

  /** The items that have no number yet, each once, in the order of their keys: so no two writers wait for each other. */
  missing<T>(items: ReadonlyMap<string, T>): T[] {
    if (this.ids.size > mostKept) this.ids.clear();
    return [...items]
      .filter(([key]) => !this.ids.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item);
  }

  add(rows: readonly { readonly key: string; readonly id: string | number }[]): void {
    for (const { key, id } of rows) this.ids.set(key, Number(id));
  }
}

const separator = '\u0001';

function wordsOf(finding: FindingInput, said = evidenceText(finding.evidence)): FindingWords {
  const scope = indexable(finding.scope);
  const cause = indexable(finding.cause);
  return {
    identity: { key: [finding.ruleId, scope, cause].join(separator), ruleId: finding.ruleId, scope, cause },
    finding,
    digest: findingDigest(finding, said),
    said,
    evidence: finding.isOwn === true ? undefined : partOf(finding.evidence),
  };
}

/** A value as shared text; made once for an object that many devices share. */
export const partOf = keptBy((value): Part => {
  const text = toJsonText(value);
  return { digest: hash('sha256', text, 'base64url'), text };
});

/**
 * What rows point to, by number. New words are written at once, each statement by itself: nobody waits for a chunk to
 * commit, and what a failed chunk leaves behind is there for the next. They are never deleted.
 */
export class SharedParts {
  private readonly identities = new Known();
  private readonly contents = new Known();
  private readonly bodies = new Known();
  /** Of findings that many devices share: looked up once. */
  private readonly shared = new WeakMap<FindingInput, WordNumbers>();
  private readonly alike = new AlikeFindings();

  constructor(private readonly pool: pg.Pool) {}

  async take(devices: readonly DeviceResult[]): Promise<WordIds> {
    const fresh = new Map<FindingInput, FindingWords>();
    const own = new Map<FindingInput, WordNumbers>();
    const kept = new Set<Part>();
    for (const device of devices) {
      for (const finding of device.findings) {
        if (this.shared.has(finding) || fresh.has(finding)) continue;
        const said = evidenceText(finding.evidence);
        const known = this.alike.get(finding, said);
        if (known === undefined) fresh.set(finding, wordsOf(finding, said));
        else own.set(finding, known);
      }
      for (const part of partsOf(device)) kept.add(part);
    }
    const words = [...fresh.values()];
    const bodies = [...kept, ...words.flatMap(({ evidence }) => evidence ?? [])];
    await this.identify(new Map(words.map(({ identity }) => [identity.key, identity])));
    await this.describe(new Map(words.map((each) => [each.digest, each])));
    await this.keep(new Map(bodies.map((part) => [part.digest, part])));
    this.number(fresh, own);
    const ids = new Map([...kept].map((part) => [part, this.bodies.must(part.digest)]));
    return {
      of: (finding) => this.shared.get(finding) ?? own.get(finding) ?? this.numbersOf(wordsOf(finding)),
      part: (part) => ids.get(part) ?? this.bodies.must(part.digest),
    };
  }

  /** Those that will be asked for again are kept, `own` gets the others. */
  private number(fresh: ReadonlyMap<FindingInput, FindingWords>, own: Map<FindingInput, WordNumbers>): void {
    for (const [finding, words] of fresh) {
      const numbers = this.numbersOf(words);
      if (finding.isOwn !== true) this.shared.set(finding, numbers);
      else {
        own.set(finding, numbers);
        this.alike.set(finding, words.said, numbers);
      }
    }
  }

  private numbersOf({ identity, digest, evidence }: FindingWords): WordNumbers {
    return {
      identity: this.identities.must(identity.key),
      content: this.contents.must(digest),
      evidence: evidence === undefined ? undefined : this.bodies.must(evidence.digest),
    };
  }

  private async identify(wanted: ReadonlyMap<string, Identity>): Promise<void> {
    const missing = this.identities.missing(wanted);
    if (missing.length === 0) return;
    const columns = [
      missing.map(({ ruleId }) => ruleId),
      missing.map(({ scope }) => scope),
      missing.map(({ cause }) => cause),
    ];
    const given = 'unnest($1::text[], $2::text[], $3::text[]) AS g(rule_id, scope, cause)';
    await this.pool.query(
      `INSERT INTO finding_identity (rule_id, scope, cause) SELECT * FROM ${given} ON CONFLICT DO NOTHING`,
      columns,
    );
    const { rows } = await this.pool.query<{ id: number; rule_id: string; scope: string; cause: string }>(
      `SELECT i.* FROM ${given} JOIN finding_identity i USING (rule_id, scope, cause)`,
      columns,
    );
    this.identities.add(
      rows.map((row) => ({ id: row.id, key: [row.rule_id, row.scope, row.cause].join(separator) })),
    );
  }

  private async describe(wanted: ReadonlyMap<string, FindingWords>): Promise<void> {
    const missing = this.contents.missing(wanted);
    if (missing.length === 0) return;
    await this.pool.query(
      `INSERT INTO finding_content
         (digest, outcome, severity, stage, message, data, control, undecided, gap_key, gap)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::json[], $7::text[],
         $8::boolean[], $9::text[], $10::json[]) ON CONFLICT DO NOTHING`,
      [
        missing.map(({ digest }) => digest),
        ...(['outcome', 'severity', 'stage', 'message'] as const).map((name) =>
          missing.map(({ finding }) => finding[name]),
        ),
        missing.map(({ finding }) => toJsonText(finding.data)),
        missing.map(({ finding }) => finding.control ?? null),
        missing.map(({ finding }) => finding.undecided ?? false),
        missing.map(({ finding }) => (finding.gap ? indexable(finding.gap.key) : null)),
        missing.map(({ finding }) => (finding.gap ? toJsonText(finding.gap) : null)),
      ],
    );
    await this.lookUp(
      'finding_content',
      this.contents,
      missing.map(({ digest }) => digest),
    );
  }

  private async keep(wanted: ReadonlyMap<string, Part>): Promise<void> {
    const missing = this.bodies.missing(wanted);
    if (missing.length === 0) return;
    await this.pool.query(
      'INSERT INTO shared_part (digest, body) SELECT * FROM unnest($1::text[], $2::json[]) ON CONFLICT DO NOTHING',
      [missing.map(({ digest }) => digest), missing.map(({ text }) => text)],
    );
    await this.lookUp(
      'shared_part',
      this.bodies,
      missing.map(({ digest }) => digest),
    );
  }

  private async lookUp(
    table: 'finding_content' | 'shared_part',
    known: Known,
    digests: readonly string[],
  ): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; key: string }>(
      `SELECT id, digest AS key FROM ${table} WHERE digest = ANY($1::text[])`,
      [digests],
    );
    known.add(rows);
  }
}

/** The parts of a verdict that are kept apart from its row. */
function partsOf(device: DeviceResult): Part[] {
  return [partOf(device.results), ...(device.hasOwnNotes === true ? [] : [partOf(device.notes)])];
}
