import { answerFlow, compilePolicy, facetimeFlows, parseFirewall } from '../../index.js';

const policyWith = (application: string) => `security { policies { from-zone trust to-zone untrust {
  policy web { match { source-address any; destination-address any; application web; } then { permit; } } } } }
applications { application web { ${application} } }
`;

const verdicts = (application: string) => {
  const { policy } = parseFirewall(policyWith(application));
  if (policy === undefined) throw new Error('no policy');
  const compiled = compilePolicy(policy);
  return facetimeFlows
    .filter(({ protocol }) => protocol === 'tcp')
    .map((flow) => `${flow.id} ${answerFlow(compiled, flow, { from: '10.20.0.0/16' }).verdict}`);
};
const onlyHttps = ['https allowed', 'http blocked', 'push blocked', 'activation allowed'];

it('reads the port of a term that Junos prints on one line', () => {
  expect(verdicts('term t1 protocol tcp destination-port 443;')).toEqual(onlyHttps);
});

it('reads the same from braces, from statements and from an application without terms', () => {
  expect(verdicts('term t1 { protocol tcp; destination-port 443; }')).toEqual(onlyHttps);
  expect(verdicts('term t1 { protocol tcp destination-port 443; }')).toEqual(onlyHttps);
  expect(verdicts('protocol tcp; destination-port 443;')).toEqual(onlyHttps);
});
