import { answerFlow } from './answer.js';
import { compilePolicy } from './compile.js';
import { diffAnswers, type FlowDifference } from './diff.js';
import { facetimeFlows, type Flow } from './flows.js';
import { parseFirewall } from './parse.js';

const media = facetimeFlows.find(({ id }) => id === 'media') as Flow;

function compare(before: readonly string[], after: readonly string[]): FlowDifference {
  const [left, right] = [before, after].map((lines) => {
    const { policy } = parseFirewall(
      ['*filter', ':FORWARD DROP [0:0]', ...lines.map((line) => `-A FORWARD ${line}`), 'COMMIT'].join('\n'),
    );
    if (policy === undefined) throw new Error('no policy');
    return answerFlow(compilePolicy(policy), media, { from: '10.0.0.0/8' });
  });
  if (left === undefined || right === undefined) throw new Error('no answer');
  return diffAnswers(left, right);
}

const changes = (difference: FlowDifference): unknown[] =>
  difference.changes.map(({ from, to, ports, destinations, before, after }) => [
    `${from} > ${to}`,
    ports,
    destinations,
    before.map(({ line }) => line),
    after.map(({ line }) => line),
  ]);

const open = '-p udp --dport 16393:16402 -j ACCEPT';

describe('two policies compared', () => {
  it('do not differ when only order or words do', () => {
    const split = ['-p udp --dport 16393:16397 -j ACCEPT', '-p udp --dport 16398:16402 -j ACCEPT'];
    const difference = compare([open], [...split].reverse());
    expect([difference.isChanged, difference.changes]).toEqual([false, []]);
  });

  it('differ in exactly the packets that a new line takes, with the lines of both', () => {
    const difference = compare([open], ['-d 17.0.0.0/8 -p udp --dport 16400:16402 -j DROP', open]);
    expect([difference.isChanged, difference.before.verdict, difference.after.verdict]).toEqual([
      true,
      'allowed',
      'partial',
    ]);
    expect(changes(difference)).toEqual([['allow > deny', [[16400, 16402]], ['17.0.0.0/8'], [3], [3]]]);
  });

  it('name the default where no line decides', () => {
    expect(changes(compare([], [open]))).toEqual([['deny > allow', [[16393, 16402]], ['any'], [2], [3]]]);
  });

  it('differ in the way back alone', () => {
    const stateful = `-m conntrack --ctstate ESTABLISHED -j ACCEPT`;
    const difference = compare([open], [stateful, open]);
    expect([difference.isChanged, difference.changes, difference.returnTraffic]).toEqual([
      true,
      [],
      { from: 'blocked', to: 'allowed' },
    ]);
  });
});
