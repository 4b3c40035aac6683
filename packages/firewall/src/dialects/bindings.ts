import { type AddressSet, allV4, allV6, type Family } from '../address.js';
import { Draft } from '../draft.js';
import type { Stage } from '../policy.js';
import type { PolicyBuilder } from './builder.js';

/** An access list at work on an interface; `*` is every interface. */
export interface Binding {
  readonly chain: string;
  readonly way: 'in' | 'out';
  readonly interface: string;
  /** What the end of the list is called; it denies. */
  readonly endId: string;
  /** The family it is asked about; both when absent. */
  readonly family?: Family;
}

export function onlyAddresses(family: Family): AddressSet {
  return family === 4 ? { v4: allV4, v6: [] } : { v4: [], v6: allV6 };
}

/** A chain that sends packets to the lists of their interface; the end of a list denies. */
export function addBindings(builder: PolicyBuilder, chain: string, bindings: readonly Binding[]): void {
  builder.chain(chain);
  // Where a list stands on every interface, the end of an interface's own list leads on to it.
  const hasGlobal = bindings.some((binding) => binding.interface === '*');
  const everywhereLast = [...bindings].sort(
    (a, b) => Number(a.interface === '*') - Number(b.interface === '*'),
  );
  for (const binding of everywhereLast) {
    const draft = new Draft();
    if (binding.interface !== '*')
      draft.interface(binding.way, { names: [binding.interface], negated: false });
    if (binding.family !== undefined) draft.source(onlyAddresses(binding.family));
    const end = `${binding.chain} end`;
    if (!builder.hasChain(end)) {
      const deny = { type: 'deny' } as const;
      const text = `${binding.chain}: end of the list`;
      builder.add(end, { line: 0, text, id: binding.endId, draft: new Draft(), action: deny, counts: false });
    }
    const endsHere = !hasGlobal || binding.interface === '*';
    for (const target of endsHere ? [binding.chain, end] : [binding.chain]) {
      const action = { type: 'jump', chain: target } as const;
      builder.add(chain, { line: 0, text: '', draft, action, counts: false });
    }
  }
}

/**
 * A list by itself, as a path of its own. Where the document has lists of both families, packets of the family this
 * one does not speak of are left open.
 */
export function listStages(
  builder: PolicyBuilder,
  stage: Stage,
  family: Family | undefined,
  other: Stage | undefined,
): Stage[] {
  if (family === undefined) return [stage];
  const rest: Family = family === 4 ? 6 : 4;
  if (other !== undefined)
    return [
      { ...stage, family },
      { ...other, family: rest },
    ];
  const chain = `IPv${rest} elsewhere`;
  if (!builder.hasChain(chain)) {
    const draft = new Draft();
    draft.undecidable(`this list says nothing about IPv${rest}`);
    const text = `IPv${rest} is a matter of other lists`;
    builder.add(chain, { line: 0, text, id: text, draft, action: { type: 'unknown' }, counts: false });
  }
  return [
    { ...stage, family },
    { chain, family: rest, fallback: 'deny', fallbackId: chain, isMain: true },
  ];
}

/** Makes a part of the path that this reader only notes an open question. */
export function addOpenStage(builder: PolicyBuilder, chain: string, reason: string, line: number): Stage {
  const draft = new Draft();
  draft.undecidable(reason);
  builder.add(chain, { line, text: reason, id: chain, draft, action: { type: 'unknown' }, counts: false });
  return { chain, fallback: 'deny', fallbackId: chain };
}
