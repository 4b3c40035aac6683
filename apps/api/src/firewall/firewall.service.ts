import { uploadedText, findByPath } from '@ringcheck/assemble';
import type { FirewallSource, FlowRequest } from '@ringcheck/contracts';
import { statedFlows } from '@ringcheck/firewall';
import { optional, type SourceDocument } from '@ringcheck/model';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Documents, Policies } from '@ringcheck/store';
import { CurrentPolicy } from '../devices/current-policy.js';
import { notFound, ProblemError } from '../http/problem.js';
import { keys } from '../store/tokens.js';
import type { AskedPolicy, FirewallQuestion, FirewallReply } from './question.js';
import { ThreadPool } from './thread-pool.js';

const limits = { threads: 2, waiting: 16, timeMs: 60_000, memoryMiB: 1_024, idleMs: 60_000 };

/** Answers questions about firewall policies: uploaded ones, those of networks, and texts that are not kept. */
@Injectable()
export class FirewallService implements OnModuleDestroy {
  private readonly policy: CurrentPolicy;
  private readonly pool = new ThreadPool(new URL('./question.thread.js', import.meta.url), limits);

  constructor(
    @Inject(keys.documents) private readonly documents: Documents,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  /** The answer as JSON text; made in a thread, for it may be long. */
  async ask(question: FirewallQuestion): Promise<string> {
    const reply = (await this.pool.ask(question)) as FirewallReply;
    if ('fault' in reply) throw new ProblemError(400, reply.fault, reply.errors);
    return reply.body;
  }

  /** The flows given, else those of FaceTime as the policy in force states them; where from; by which path. */
  async flowsOf(given: {
    readonly flows?: readonly FlowRequest[] | undefined;
    readonly from?: string | undefined;
    readonly chain?: string | undefined;
  }) {
    const { flows, from, chain } = given;
    return {
      flows: flows ?? { stated: statedFlows((await this.policy.get()).flows) },
      options: { ...optional('from', from), ...optional('chain', chain) },
    };
  }

  /** `name`: the field of the request that says which policy is meant. */
  async read(name: string, { document, network, text }: FirewallSource): Promise<AskedPolicy> {
    if (text !== undefined) return { name, text };
    if (network !== undefined) return { name, ...(await this.ofNetwork(`${name}.network`, network)) };
    return { name, text: await this.ofDocument(document ?? '') };
  }

  private async ofDocument(wanted: string): Promise<string> {
    const all = await this.uploaded();
    const found = all.find(({ ref }) => ref.sha256 === wanted.toLowerCase())?.text ?? find(all, wanted)?.text;
    if (found !== undefined) return found;
    const other = await this.documents.get(wanted);
    if (other === undefined) throw notFound('firewall policy', wanted);
    throw new ProblemError(400, `${other.ref.path} is no firewall policy but: ${other.kind}.`);
  }

  /** The firewall of the network, or all it has in the order traffic meets them, by the names of their uploads. */
  private async ofNetwork(path: string, wanted: string) {
    const policy = await this.policy.get();
    const definition = policy.networks.find(({ name }) => name === wanted);
    if (definition === undefined) throw notFound('network in the policy in force', wanted);
    const file = policy.sha256 === undefined ? undefined : await this.documents.get(policy.sha256);
    const all = await this.uploaded();
    const firewalls = definition.firewall.map((name) => {
      const found = find(all, name, file?.ref.path);
      if (found !== undefined) return { document: found.document.path, text: found.text };
      throw refused(path, `The firewall ${name} of network "${wanted}" is not uploaded; upload it first.`);
    });
    const [only, ...more] = firewalls;
    if (only === undefined) {
      throw refused(path, `Network "${wanted}" has no firewall; name one under "firewall" in the policy.`);
    }
    return more.length === 0 ? { text: only.text } : { firewalls };
  }

  private uploaded(): Promise<readonly SourceDocument[]> {
    return this.documents.loadTexts(['firewall-policy'], Number.MAX_SAFE_INTEGER);
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }
}

function find(all: readonly SourceDocument[], path: string, beside?: string) {
  return findByPath(all.flatMap(uploadedText), path, beside);
}

function refused(path: string, message: string): ProblemError {
  return new ProblemError(400, message, [{ path, message }]);
}
