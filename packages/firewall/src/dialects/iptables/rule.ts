import { Draft } from '../../draft.js';
import type { RuleAction } from '../../policy.js';
import type { Word } from '../../text.js';
import { isKnownModule, matchOption, type MatchScope, moduleCondition } from './match.js';
import { builtInTarget } from './target.js';

export interface ReadRule {
  readonly draft: Draft;
  readonly action: RuleAction;
  /** Interface a source translation of this rule leaves by. */
  readonly translatesOn?: string;
  /** A helper named by `-j CT --helper` or `-m helper`. */
  readonly helper?: string;
}

/** Reads the words after the chain name. `chains` are the user's own chains of the table. */
export function readRule(words: readonly Word[], chains: ReadonlySet<string>, scope: MatchScope): ReadRule {
  const draft = new Draft();
  const reader = new RuleReader(words, draft, scope);
  reader.readAll();
  const { target, targetWords, isGoto } = reader;
  const leaves = target === 'MASQUERADE' || target === 'SNAT' ? reader.outInterface : undefined;
  const helperAt = targetWords.indexOf('--helper');
  const helper = helperAt < 0 ? undefined : targetWords[helperAt + 1];
  return {
    draft,
    action: actionOf(target, targetWords, isGoto, chains, draft),
    ...(leaves === undefined ? {} : { translatesOn: leaves }),
    ...(helper === undefined ? {} : { helper }),
  };
}

function actionOf(
  target: string | undefined,
  words: readonly string[],
  isGoto: boolean,
  chains: ReadonlySet<string>,
  draft: Draft,
): RuleAction {
  if (target === undefined) return { type: 'continue' };
  if (chains.has(target)) return { type: isGoto ? 'goto' : 'jump', chain: target };
  const action = builtInTarget(target, words, draft);
  if (action !== undefined) return action;
  draft.problem(`target ${target}`);
  return { type: 'unknown' };
}

class RuleReader {
  target: string | undefined;
  targetWords: string[] = [];
  isGoto = false;
  outInterface: string | undefined;
  private index = 0;
  private module: string | undefined;
  private readonly modules = new Set<string>();

  constructor(
    private readonly words: readonly Word[],
    private readonly draft: Draft,
    private readonly scope: MatchScope,
  ) {}

  readAll(): void {
    while (this.index < this.words.length) {
      const negated = this.takeNegation();
      this.readOption(this.take(), negated);
    }
  }

  private take(): string {
    const word = this.words[this.index];
    this.index += 1;
    return word?.text ?? '';
  }

  private takeNegation(): boolean {
    const word = this.words[this.index];
    if (word?.text !== '!' || word.isQuoted) return false;
    this.index += 1;
    return true;
  }

  private readOption(raw: string, negatedBefore: boolean): void {
    // Old saves hang the negation on the option: `-s !10.0.0.0/8`, and long options may use `=`.
    const [name, attached] = splitOption(raw);
    if (name === '-j' || name === '--jump' || name === '-g' || name === '--goto') {
      this.isGoto = name === '-g' || name === '--goto';
      this.target = attached ?? this.take();
      this.targetWords = this.words.slice(this.index).map((word) => word.text);
      this.index = this.words.length;
      return;
    }
    if (name === '-m' || name === '--match') {
      this.openModule(attached ?? this.take());
      return;
    }
    if (name === '-c' || name === '--set-counters') {
      this.index += 2;
      return;
    }
    if (name === '-4' || name === '-6' || name === '--ipv4' || name === '--ipv6') return;
    this.readMatch(name, attached, negatedBefore);
  }

  private openModule(module: string): void {
    this.module = module;
    this.modules.add(module);
    if (!isKnownModule(module)) this.draft.problem(`match ${module}`);
    if (module === 'unclean' || module === 'socket')
      this.draft.undecidable(moduleCondition(module) ?? module);
  }

  private readMatch(name: string, attached: string | undefined, negatedBefore: boolean): void {
    const option = matchOption(name);
    const isOther = this.module !== undefined && this.isModulesOwn(name);
    if (option === undefined || isOther) {
      this.readUndecidable(name, negatedBefore);
      return;
    }
    let negated = negatedBefore || this.takeNegation();
    const values = attached === undefined ? [] : [attached];
    while (values.length < option.takes) {
      const value = this.take();
      const isOldNegation = values.length === 0 && value.startsWith('!') && value.length > 1;
      if (isOldNegation) negated = true;
      values.push(isOldNegation ? value.slice(1) : value);
    }
    if ((name === '-o' || name === '--out-interface') && !negated) this.outInterface = values[0];
    option.apply(this.draft, values, negated, this.scope);
  }

  /** Some modules reuse the names of ordinary options for something else. */
  private isModulesOwn(name: string): boolean {
    if (this.module === 'set') return false;
    if (name === '--set-name') return true;
    return this.module === 'recent' && name === '--set';
  }

  private readUndecidable(name: string, negated: boolean): void {
    const { module } = this;
    const isReversePath = module === 'rpfilter';
    // Routed clients answer from where their routes point, so the reverse-path test is taken as passed.
    if (isReversePath && name === '--invert') this.draft.states(0);
    if (module === 'set' && name === '--set') {
      matchOption('--match-set')?.apply(this.draft, [this.take(), this.take()], negated, this.scope);
      return;
    }
    const condition = module === undefined ? undefined : moduleCondition(module);
    if (
      !name.startsWith('-') ||
      (condition === undefined && (module === undefined || isKnownModule(module)))
    ) {
      this.draft.problem(`option ${name}`);
    } else if (!isReversePath) {
      this.draft.undecidable(condition ?? `match ${module ?? name}`);
    }
    this.skipValues();
  }

  private skipValues(): void {
    for (let word = this.words[this.index]; word !== undefined; word = this.words[this.index]) {
      if (!word.isQuoted && (word.text === '!' || /^-[-a-zA-Z]/.test(word.text))) return;
      this.index += 1;
    }
  }
}

function splitOption(raw: string): [string, string | undefined] {
  const equals = /^(--[a-z0-9-]+)=(.*)$/.exec(raw);
  return equals === null ? [raw, undefined] : [equals[1] as string, equals[2]];
}
