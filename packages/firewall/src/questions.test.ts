import {
  answerFlows,
  answerSequence,
  compilePolicy,
  diffSequences,
  facetimeFlows,
  fixClosed,
  parseFirewall,
  questionFault,
} from './index.js';

function compiled(...rules: readonly string[]) {
  const text = ['*filter', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''].join('\n');
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('no policy');
  return { text, compiled: compilePolicy(policy) };
}
const options = { from: '10.0.0.0/8' };
const dropMedia = '-A FORWARD -p udp --dport 16393:16402 -j DROP';
const dropPush = '-A FORWARD -p tcp --dport 5223 -j DROP';

describe('what would open closed flows', () => {
  it('is one change for all of them, and one for each by itself', () => {
    const { text, compiled: policy } = compiled(dropMedia, dropPush);
    const { together, byFlow } = fixClosed(
      text,
      policy,
      answerFlows(policy, facetimeFlows, options),
      options,
    );
    expect(together.fixes[0]?.steps).toHaveLength(2);
    expect([...byFlow].map(([id, { fixes }]) => [id, fixes[0]?.steps.length])).toEqual([
      ['push', 1],
      ['media', 1],
    ]);
  });

  it('is refused at once where more lines close a flow than are worked through', () => {
    const many = Array.from(
      { length: 2_000 },
      (_, index) => `-A FORWARD -p udp -d 100.${index >> 8}.${index & 255}.0/24 -j DROP`,
    );
    const { text, compiled: policy } = compiled(...many);
    const { together } = fixClosed(text, policy, answerFlows(policy, facetimeFlows, options), options);
    expect(together.fixes).toEqual([]);
    expect(together.refusals.map(({ reason }) => reason)).toEqual(['too-many-lines']);
  });
});

describe('a difference', () => {
  it('is told for every flow, in their order', () => {
    const asked = (...rules: readonly string[]) =>
      answerSequence([{ name: 'fw.rules', ...compiled(...rules) }], facetimeFlows);
    const differences = diffSequences(asked(dropMedia), asked());
    expect(differences.map(({ after }) => after.flow.id)).toEqual(facetimeFlows.map(({ id }) => id));
    expect(differences.filter(({ isChanged }) => isChanged).map(({ after }) => after.flow.id)).toEqual([
      'media',
    ]);
  });
});

describe('a question that cannot be asked', () => {
  const { compiled: policy } = compiled();
  const names = { from: '--from', chain: '--chain' };
  const [flow] = facetimeFlows;
  const faultOf = (asked: { from?: string; chain?: string }, flows = facetimeFlows) =>
    questionFault(policy, answerFlows(policy, flows, asked), asked, names);

  it('is none where everything can be read', () => {
    expect(faultOf({ from: '10.0.0.0/8', chain: 'FORWARD' })).toBeUndefined();
  });

  it('names the range, the path, or the flow whose destination cannot be read', () => {
    expect(faultOf({ from: 'here' })).toBe('--from here: not an address range; write it like 10.20.0.0/16');
    expect(faultOf({ from: '' })).toContain('--from : not an address range');
    expect(faultOf({ chain: 'NOWHERE' })).toMatch(/^--chain NOWHERE: no such path; this policy has FORWARD/);
    const flows = flow === undefined ? [] : [{ ...flow, id: 'ring', destinations: ['push.apple.com'] }];
    expect(faultOf({ from: '10.0.0.0/8' }, flows)).toContain('ring: a destination is no address range');
  });
});
