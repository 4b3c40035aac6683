import { answerFlows, compilePolicy, facetimeFlows, joinAnswers, parseFirewall } from './index.js';
import type { Flow, FlowAnswer } from './index.js';

const media = facetimeFlows.find(({ id, protocol }) => protocol === 'udp' && id !== 'clock');
const flow: Flow = media ?? { ...(facetimeFlows[0] as Flow) };

function answer(...lines: readonly string[]): FlowAnswer {
  const text = ['*filter', ':FORWARD ACCEPT [0:0]', ...lines, 'COMMIT', ''].join('\n');
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('no policy');
  const [found] = answerFlows(compilePolicy(policy), [flow], { from: '10.0.0.0/8' });
  if (found === undefined) throw new Error('no answer');
  return found;
}
const drop = (rest: string) => `-A FORWARD -p udp ${rest} -j DROP`;
const ports = flow.ports.map(([from, last]) => [from, last]);
const closed = (...answers: readonly FlowAnswer[]) =>
  joinAnswers(answers)?.families.map((summary) => summary.closed);

describe('firewalls in sequence', () => {
  it('leave nothing open where each closes another half of the addresses', () => {
    expect(closed(answer(drop('-d 0.0.0.0/1')), answer(drop('-d 128.0.0.0/1')))).toEqual([ports]);
  });

  it('leave open what each of them lets pass', () => {
    expect(closed(answer(drop('-d 0.0.0.0/1')), answer(drop('-d 128.0.0.0/2')))).toEqual([[]]);
    expect(closed(answer(), answer())).toEqual([[]]);
  });

  it('leave nothing open where each lets other clients out', () => {
    expect(closed(answer(drop('-s 10.0.0.0/9')), answer(drop('-s 10.128.0.0/9')))).toEqual([ports]);
  });

  it('close three thirds that no two of them close', () => {
    const thirds = [
      answer(drop('-d 0.0.0.0/2')),
      answer(drop('-d 64.0.0.0/2')),
      answer(drop('-d 128.0.0.0/1')),
    ];
    expect(closed(...thirds)).toEqual([ports]);
    expect(closed(...thirds.slice(1))).toEqual([[]]);
  });

  it('are not decided where one cannot be told about the half that the other leaves', () => {
    const doubtful = answer(drop('-d 128.0.0.0/1 -m set --match-set calls dst'));
    const joined = joinAnswers([answer(drop('-d 0.0.0.0/1')), doubtful]);
    expect(joined?.families).toMatchObject([{ closed: [], undecided: ports }]);
  });

  it('give the same whatever their order', () => {
    const a = answer(drop('-d 0.0.0.0/1'));
    const b = answer(drop('-d 96.0.0.0/3'), drop('-d 128.0.0.0/1'));
    expect(joinAnswers([a, b])).toEqual(joinAnswers([b, a]));
  });

  it('say nothing where a policy could not be asked or there is none', () => {
    const asked = answer();
    expect(joinAnswers([asked, { ...asked, problem: 'no-such-path' }])).toBeUndefined();
    expect(joinAnswers([])).toBeUndefined();
  });
});
