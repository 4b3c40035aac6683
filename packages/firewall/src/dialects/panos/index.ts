import { Draft } from '../../draft.js';
import type { Path } from '../../policy.js';
import { child, childrenNamed, childText, type Element, everywhere, parseXml } from '../../xml.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { PanosObjects } from './objects.js';
import { readPanosRule } from './rule.js';
import { type Scope, scopesOf } from './scopes.js';
import { recognisesPanosSet, treeOfSet } from './set-form.js';

export function recognisesPanos({ form, root, text }: Shape): boolean {
  if (form === 'text') return recognisesPanosSet(text);
  if (root !== 'config' && root !== 'response') return false;
  return /\burldb=/.test(text) || /<security>\s*<rules>/.test(text) || /<(pre-|post-)?rulebase>/.test(text);
}

/** Reads a PAN-OS or Panorama configuration as XML or as `set` statements, or an API answer that has one inside. */
export function parsePanos(text: string): ParsedPolicy {
  if (!/^[\s\ufeff]*</.test(text))
    return { policy: new PanosReader(treeOfSet(text)).read(), diagnostics: [] };
  const parsed = parseXml(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  return { policy: new PanosReader(parsed.root).read(), diagnostics: [] };
}

class PanosReader {
  private readonly builder = new PolicyBuilder('panos');
  private readonly zones: readonly string[];
  /** Shared rules stand in the chain of every device group and are counted once. */
  private readonly counted = new Set<Element>();

  constructor(private readonly root: Element) {
    const named = everywhere(root, 'zone').flatMap((zone) =>
      childrenNamed(zone, 'entry').map((entry) => entry.attributes.get('name') ?? ''),
    );
    this.zones = [...new Set(named)].filter((name) => name !== '');
  }

  read(): ReturnType<PolicyBuilder['build']> {
    const paths = scopesOf(this.root).map((scope) => this.scope(scope));
    this.helpers();
    const outside = this.zones.filter((zone) =>
      /^(l3[-_]?)?(untrust|outside|internet|external|wan)/i.test(zone),
    );
    return this.builder.build({ families: [4, 6], paths, outside });
  }

  private scope(scope: Scope): Path {
    const chain = scope.name === '' ? 'security' : `security ${scope.name}`;
    const objects = new PanosObjects(scope.objects);
    this.builder.chain(chain);
    for (const rule of scope.rules) this.rule(chain, rule, objects);
    this.defaults(chain, scope);
    return {
      name: scope.name === '' ? 'security' : scope.name,
      tracksSessions: true,
      stages: [
        {
          chain,
          fallback: 'deny',
          fallbackId: 'interzone-default',
          fallbackText: 'interzone-default: deny',
          isMain: true,
        },
      ],
    };
  }

  private rule(chain: string, element: Element, objects: PanosObjects): void {
    const { name, text, draft, allows, isDisabled } = readPanosRule(element, objects);
    const isNew = !this.counted.has(element);
    this.counted.add(element);
    if (isDisabled) {
      if (!isNew) return;
      this.builder.count(element.line, text, draft.problems);
      this.builder.note('disabled-rule', element.line, name);
      return;
    }
    const action = { type: allows ? 'allow' : 'deny' } as const;
    this.builder.add(chain, { line: element.line, text, id: name, draft, action, counts: isNew });
  }

  /** Traffic that stays in its zone is allowed unless the default rule says otherwise. */
  private defaults(chain: string, scope: Scope): void {
    const entries = scope.defaults.flatMap((base) => childrenNamed(child(base, 'rules'), 'entry'));
    const entryOf = (name: string): Element | undefined =>
      entries.filter((one) => one.attributes.get('name') === name && childText(one, 'action') !== '').at(-1);
    const [intrazone, interzone] = [entryOf('intrazone-default'), entryOf('interzone-default')];
    for (const zone of this.zones) {
      const draft = new Draft();
      draft.interface('in', { names: [zone], negated: false });
      draft.interface('out', { names: [zone], negated: false });
      this.addDefault(chain, 'intrazone-default', draft, intrazone, 'allow');
    }
    if (interzone !== undefined) this.addDefault(chain, 'interzone-default', new Draft(), interzone, 'deny');
  }

  private addDefault(
    chain: string,
    id: string,
    draft: Draft,
    entry: Element | undefined,
    usual: 'allow' | 'deny',
  ): void {
    const action = childText(entry, 'action') || usual;
    this.builder.add(chain, {
      line: entry?.line ?? 0,
      text: `${id}: ${action}`,
      id,
      draft,
      action: { type: action === 'allow' ? 'allow' : 'deny' },
      counts: false,
    });
  }

  /** SIP is rewritten by default; an override of the application or of its port switches that off. */
  private helpers(): void {
    for (const override of everywhere(this.root, 'alg-override')) {
      for (const entry of childrenNamed(child(override, 'application'), 'entry')) {
        if (entry.attributes.get('name') !== 'sip') continue;
        const isOff = childText(entry, 'alg-disabled') === 'yes';
        this.builder.sipHelper(!isOff, entry.line, `alg-override sip: alg-disabled ${isOff ? 'yes' : 'no'}`);
      }
    }
    for (const base of everywhere(this.root, 'application-override')) {
      for (const rule of childrenNamed(child(base, 'rules'), 'entry')) {
        const ports = childText(rule, 'port')
          .split(',')
          .map((port) => port.trim());
        if (
          !ports.some((port) => port === '5060' || port === '5061') ||
          childText(rule, 'disabled') === 'yes'
        )
          continue;
        const name = rule.attributes.get('name') ?? '';
        this.builder.sipHelper(
          false,
          rule.line,
          `application override ${name}: ${childText(rule, 'application')}`,
        );
      }
    }
  }
}
