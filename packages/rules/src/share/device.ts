import type { Note } from '@ringcheck/assemble';
import { resolve } from '@ringcheck/effective';
import type { Evidence, Instant } from '@ringcheck/model';
import type { Clock } from '../clock.js';
import { confined, confinement } from '../confine.js';
import type { Finding } from '../evaluation.js';
import { coverageOf } from '../findings.js';
import { resolving, type JudgeOptions } from '../judge-options.js';
import { isFound, summaryOf, type Judged } from '../judged.js';
import { mergeSameIdentity } from '../findings.js';
import type { RuleRun } from '../run-rule.js';
import { subjectOf } from '../subject.js';
import type { Subject } from '../types.js';
import { spotAt } from './canonical.js';
import type { Asked, Class } from './class.js';
import { keptOf, type Entries } from './entries.js';
import { partsOf, viewOf, type Look } from './look.js';
import type { Numbers } from './numbers.js';
import { evidenceHere, foundOf, notesOf, runOf } from './placing.js';
import { nothingInForce } from './seen-settings.js';
import { asksProfiles, confinementFamily } from './sight.js';
import { placeable, type Placeable } from './slots.js';

interface Means {
  readonly options: JudgeOptions;
  readonly clock: Clock;
  readonly entries: Entries;
  readonly numbers: Numbers;
}

/** One device of a class. */
export class Device {
  private readonly subjects: (Subject | undefined)[] = [];

  constructor(
    private readonly look: Look,
    private readonly shared: Class,
    private readonly means: Means,
  ) {}

  /** Undefined where one of its places cannot be told. */
  judge(): Judged | undefined {
    const { look, shared, means } = this;
    // Asked again on behalf of the device, so that its review is not later than that of what it shares.
    for (const instant of shared.reviewAt) means.clock.isPast(instant);
    const own = foundOf(shared, look);
    if (own === undefined) return undefined;
    const { results } = own;
    const found: Finding[] = [];
    const said: Note[] = [];
    let { decided, applicable } = shared.coverage;
    for (const asked of shared.asked) {
      const answer = this.ask(asked);
      if (answer === undefined) return undefined;
      const { findings } = answer;
      const [only] = findings;
      if (only !== undefined && findings.length === 1) results[asked.at] = only;
      else results.splice(asked.at, 1, ...findings);
      for (const finding of findings) if (isFound(finding)) found.push(finding);
      for (const note of answer.notes) said.push(note);
      const covered = coverageOf(findings);
      decided += covered.decided;
      applicable += covered.applicable;
    }
    const notes = notesOf(shared.notes, said, look);
    if (notes === undefined) return undefined;
    const coverage = { decided, applicable };
    const all = confined(look.picture, results, (ssids) => this.confinement(ssids));
    if (all !== results) return { results: all, found: summaryOf(all), notes, coverage };
    const summary =
      found.length === 0
        ? { findings: own.findings, verdict: shared.found.verdict, gaps: shared.found.gaps }
        : summaryOf([...own.findings, ...found]);
    return { results, found: summary, notes, coverage };
  }

  /** Undefined where places decided about more than evidence. */
  private ask({ rule, family }: Asked): RuleRun | undefined {
    const { look, shared, means } = this;
    const run = means.entries.run(rule, this.subject(family), look.picture);
    const kind = look.plan.families[family];
    if (kind === undefined || !asksProfiles(kind)) {
      return { findings: mergeSameIdentity(run.findings), notes: run.notes };
    }
    const places = shared.base.seen[family] ?? [];
    const kept = keptOf(run, viewOf(look, kind, places));
    return kept && runOf(kept, look, places);
  }

  /** For a rule that looks at facts of the device's own: asked of the device, over the shared settings. */
  private subject(family: number): Subject {
    const { picture, assumeInstalled } = this.look;
    const { options, clock } = this.means;
    const effective = this.shared.entries[family]?.effective ?? nothingInForce;
    const { thresholds } = options;
    return (this.subjects[family] ??= subjectOf({ picture, effective, thresholds, clock, assumeInstalled }));
  }

  private confinement(ssids: readonly string[]): readonly Evidence[] {
    const { look, shared } = this;
    const { clock } = this.means;
    const { picture, assumeInstalled, plan } = look;
    const places = shared.base.seen[plan.families.indexOf(confinementFamily)] ?? [];
    let proof = proofs.get(shared);
    if (proof === undefined) proofs.set(shared, (proof = this.proofOf(places, ssids)));
    if (proof === 'own')
      return confinement(picture, resolve(picture, resolving(clock, assumeInstalled)), ssids);
    if (proof.reviewAt !== undefined) clock.isPast(proof.reviewAt);
    return (proof.said && evidenceHere(proof.said, look, places)) ?? [];
  }

  /** The network, and so its names, is one for all devices of the class. */
  private proofOf(places: readonly number[], ssids: readonly string[]): Proof | 'own' {
    const { look } = this;
    const { entries, numbers } = this.means;
    const { value: slot } = entries.of(look, partsOf(look, numbers), confinementFamily, places);
    if (slot === 'own' || slot.effective === undefined) return 'own';
    const evidence = confinement(look.picture, slot.effective, ssids);
    const view = viewOf(look, confinementFamily, places);
    return { said: placeable({ evidence }, (at) => spotAt(view, at)), reviewAt: slot.reviewAt };
  }
}

/** What proves that devices of a class cannot leave their network. */
interface Proof {
  readonly said: Placeable<{ readonly evidence: readonly Evidence[] }> | undefined;
  readonly reviewAt: Instant | undefined;
}

const proofs = new WeakMap<Class, Proof | 'own'>();
