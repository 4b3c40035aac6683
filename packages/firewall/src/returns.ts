import type { Question } from './answer.js';
import { outcome, protocolNumbers } from './compile.js';
import type { InterfacePair } from './interfaces.js';
import { type ExactPart, exactParts, meet, startRegion } from './parts.js';
import { stateBits } from './policy.js';
import { walkPath } from './walk.js';

/** What happens to the packets after the first one, in both directions. */
export type ReturnTraffic = 'allowed' | 'blocked' | 'partial' | 'unknown';

/**
 * The rest of the conversations that may start: answers back to the client and the client's own later packets.
 * A firewall that lets only first packets through stops the flow just as well.
 */
export function returnTraffic(
  question: Question,
  pair: InterfacePair,
  parts: readonly ExactPart[],
): ReturnTraffic {
  const { path, compiled } = question;
  if (path.tracksSessions) return 'allowed';
  const started = parts.filter((part) => (part.mask & outcome.allow) !== 0);
  const talking = started.length > 0 ? started : parts;
  const forward = { ...startRegion(question), state: stateBits.established };
  const context = {
    compiled,
    family: question.family,
    protocol: protocolNumbers[question.flow.protocol],
  };
  const later = exactParts(question, walkPath({ ...context, ...pair }, path, forward));
  const backwards = {
    ...forward,
    source: forward.destination,
    destination: forward.source,
    sourcePorts: forward.destinationPorts,
    destinationPorts: forward.sourcePorts,
  };
  const replyPath = path.reply === undefined ? path : (compiled.paths.get(path.reply) ?? path);
  const swapped = { ...question, sources: question.destinations, destinations: question.sources };
  const replies = exactParts(
    swapped,
    walkPath({ ...context, in: pair.out, out: pair.in }, replyPath, backwards),
  );
  const both = [fate(talking, later), fate(talking, replies.map(turn))];
  if (both.includes('blocked')) return 'blocked';
  if (both.includes('partial')) return 'partial';
  return both.includes('unknown') ? 'unknown' : 'allowed';
}

function turn(part: ExactPart): ExactPart {
  return {
    ...part,
    source: part.destination,
    destination: part.source,
    sourcePorts: part.destinationPorts,
    destinationPorts: part.sourcePorts,
  };
}

function fate(talking: readonly ExactPart[], decided: readonly ExactPart[]): ReturnTraffic {
  const happens = (test: (mask: number) => boolean): boolean =>
    meetsAny(
      talking,
      decided.filter((part) => test(part.mask)),
    );
  if (!happens((mask) => mask !== outcome.allow)) return 'allowed';
  if (happens((mask) => mask === outcome.deny)) {
    return happens((mask) => mask !== outcome.deny) ? 'partial' : 'blocked';
  }
  return 'unknown';
}

function meetsAny(a: readonly ExactPart[], b: readonly ExactPart[]): boolean {
  return a.some((left) => b.some((right) => meet(left, right) !== undefined));
}
