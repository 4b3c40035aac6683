import type { Diagnostic } from '@ringcheck/model';
import { defaultPolicy, parsePolicy, policyJsonSchema, type Policy } from './index.js';

const ref = { path: 'site/ringcheck.yaml', sha256: 'ab'.repeat(32) };
const ruleIds = ['restriction-facetime', 'restriction-camera', 'device-storage-low'];

function accepted(text: string): Policy {
  const { policy, diagnostics } = parsePolicy(text, ref, { ruleIds });
  expect(diagnostics).toEqual([]);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

/** `line:column code message` of each diagnostic. */
function refused(text: string): string[] {
  const { policy, diagnostics } = parsePolicy(text, ref, { ruleIds });
  expect(policy).toBeUndefined();
  return diagnostics.map(shown);
}

function shown({ at, code, message }: Diagnostic): string {
  return `${at?.line}:${at?.column} ${code} ${message}`;
}

describe('a policy file', () => {
  it('is read whole, with its places', () => {
    const policy = accepted(`version: 1
groups:
  - { name: students, select: { tags: [student], model: "iPad*" }, intent: prohibited }
  - { name: staff, select: { default: true }, intent: required, atLeast: clear }
accounts: { managed: { faceTime: off } }
externalControls:
  - { match: { platform: macOS, tags: lab }, blocks: FaceTime, by: Santa, owner: it@example.org, expires: 2027-06-30 }
networks:
  - name: campus
    match: { ssid: [Campus], cidr: [10.20.0.0/16, "2001:db8::/32"], site: [north], vlan: 20 }
    firewall: campus.rules
    sipAlg: true
    fixed: false
    faceTime: { value: denied, owner: net@example.org, expires: 2027-03-31 }
    quality: { downMbps: 0.8, lossPercent: 0 }
  - name: datacenter
vpns:
  - { match: { profileIdentifier: com.example.vpn }, egress: datacenter }
thresholds: { storageMinGB: 1.5, dataMaxAgeDays: 14 }
rules: { device-storage-low: { severity: low, enabled: false } }
waivers:
  - rule: "*"
    select: { serials: [XFAKPOL0001], group: staff }
    reason: repair pending
    owner: it@example.org
    expires: 2027-01-31
`);
    expect(policy).toMatchObject({
      path: 'site/ringcheck.yaml',
      sha256: ref.sha256,
      groups: [
        { name: 'students', select: { tags: ['student'], model: ['iPad*'] }, intent: 'prohibited' },
        { name: 'staff', select: { default: true }, intent: 'required', atLeast: 'clear' },
      ],
      accounts: { managed: { faceTime: 'off', at: { line: 5, column: 34 } } },
      externalControls: [{ match: { platform: ['macOS'], tags: ['lab'] }, by: 'Santa', at: { line: 7 } }],
      networks: [
        {
          name: 'campus',
          match: { ssid: ['Campus'], cidr: ['10.20.0.0/16', '2001:db8::/32'], site: ['north'], vlan: ['20'] },
          firewall: ['campus.rules'],
          sipAlg: true,
          fixed: false,
          faceTime: { value: 'denied', owner: 'net@example.org', expires: '2027-03-31' },
          quality: { downMbps: 0.8, lossPercent: 0 },
          at: { line: 9, column: 5 },
        },
        { name: 'datacenter', match: {}, firewall: [], at: { line: 16, column: 5 } },
      ],
      vpns: [{ match: { profileIdentifier: ['com.example.vpn'] }, egress: 'datacenter' }],
      thresholds: { storageMinGB: 1.5, storageWarnGB: 2, dataMaxAgeDays: 14, latencyMsMax: 150 },
      rules: [{ rule: 'device-storage-low', severity: 'low', enabled: false }],
      waivers: [{ rule: '*', select: { serials: ['XFAKPOL0001'], group: ['staff'] }, at: { line: 22 } }],
    });
    // Blank means unknown: a property nobody wrote is no key at all.
    expect(Object.keys(policy.networks[0] ?? {})).not.toContain('tlsInspection');
  });

  it('asks every device to ring when it names no group', () => {
    expect(accepted('version: 1\n').groups).toEqual(defaultPolicy.groups);
  });

  it('may leave a section empty', () => {
    expect(accepted('version: 1\nnetworks:\nwaivers:\n').networks).toEqual([]);
  });

  it('keeps the spelling of numbers that are names', () => {
    const policy = accepted(`version: 1
groups:
  - { name: 007, select: { serials: [1E5, 0010], tags: true }, intent: required }
`);
    expect(policy.groups[0]).toMatchObject({
      name: '007',
      select: { serials: ['1E5', '0010'], tags: ['true'] },
    });
  });

  it('takes true and false for the account switch as well', () => {
    expect(
      accepted('version: 1\naccounts: { managed: { faceTime: false } }').accounts.managed?.faceTime,
    ).toBe('off');
    expect(accepted('version: 1\naccounts: { managed: { faceTime: true } }').accounts.managed?.faceTime).toBe(
      'on',
    );
  });

  it('follows anchors', () => {
    const policy = accepted(`version: 1
networks:
  - { name: a, match: { cidr: &blocks [10.1.0.0/16] } }
  - { name: b, match: { site: x, cidr: *blocks } }
`);
    expect(policy.networks[1]?.match.cidr).toEqual(['10.1.0.0/16']);
  });

  it('takes any rule id where the rule pack is not given', () => {
    const text = 'version: 1\nrules: { some-rule: { severity: low } }';
    expect(parsePolicy(text, ref).policy?.rules).toEqual([{ rule: 'some-rule', severity: 'low' }]);
  });

  it('warns of groups that never get a device, and is used', () => {
    const { policy, diagnostics } = parsePolicy(
      `version: 1
groups:
  - { name: all, select: { default: true }, intent: required }
  - { name: late, select: { tags: x }, intent: prohibited }
`,
      ref,
    );
    expect(policy?.groups).toHaveLength(2);
    expect(diagnostics.map(shown)).toEqual([
      '4:5 policy-unreachable-group The group late never gets a device: all before it takes all.',
    ]);
    expect(diagnostics[0]?.severity).toBe('warning');
  });

  it('counts offsets in bytes and columns in letters', () => {
    const { diagnostics } = parsePolicy('# é😀\nversion: x\n', ref);
    expect(diagnostics[0]?.at).toEqual({ offset: 18, end: 19, line: 2, column: 10 });
  });
});

describe('a wrong policy file', () => {
  it('is told all its faults at once, in file order', () => {
    expect(
      refused(`version: 2
groups:
  - { name: a, select: { tag: [x] }, intent: requird }
  - { name: a, select: {}, intent: required }
  - name: c
    intent: required
networks:
  - name: campus
    match: { cidr: [10.20.0.0/33, 10.0.0.0/8] }
    sipalg: true
    quality: { downMbps: fast, lossPercent: 101 }
    faceTime: denied
vpns:
  - { match: {}, egress: campsu }
nonsense: 1
`),
    ).toEqual([
      '1:10 policy-bad-value version: wants 1.',
      '3:26 policy-unknown-key groups[0].select.tag: groups[0].select has no key tag. Did you mean tags?',
      '3:46 policy-bad-value groups[0].intent: wants required or prohibited or unmanaged. Did you mean required?',
      '4:13 policy-duplicate-name groups[1].name: a group named a stands already on line 3.',
      '4:24 policy-bad-value groups[1].select: selects nothing; name at least one key, or default: true for every device.',
      '5:5 policy-missing-key groups[2].select: groups[2] needs select.',
      '9:21 policy-bad-value networks[0].match.cidr[0]: is no address block; write it like 10.20.0.0/16 or 2001:db8::/32.',
      '10:5 policy-unknown-key networks[0].sipalg: networks[0] has no key sipalg. Did you mean sipAlg?',
      '11:26 policy-bad-value networks[0].quality.downMbps: wants a number.',
      '11:45 policy-bad-value networks[0].quality.lossPercent: cannot be above 100.',
      '12:15 policy-bad-value networks[0].faceTime: wants keys and values.',
      '14:14 policy-bad-value vpns[0].match: wants profileIdentifier or payloadIdentifier.',
      '14:26 policy-unknown-network vpns[0].egress: no network is named campsu. Did you mean campus?',
      '15:1 policy-unknown-key nonsense: the file has no key nonsense. Valid: version, groups, accounts, externalControls, networks, vpns, tunnels, flows, thresholds, rules, waivers, attestations, outages, latestVersions, region, expiry.',
    ]);
  });

  it('needs owner, reason and end for every waiver', () => {
    expect(refused('version: 1\nwaivers:\n  - { rule: "*", select: { default: true } }\n')).toEqual([
      '3:5 policy-missing-key waivers[0].reason: waivers[0] needs reason.',
      '3:5 policy-missing-key waivers[0].owner: waivers[0] needs owner.',
      '3:5 policy-missing-key waivers[0].expires: waivers[0] needs expires.',
    ]);
    expect(
      refused(
        'version: 1\nwaivers:\n  - { rule: "*", select: { default: true }, reason: " ", owner: , expires: 2027-02-30 }\n',
      ),
    ).toEqual([
      '3:5 policy-missing-key waivers[0].owner: waivers[0] needs owner.',
      '3:53 policy-bad-value waivers[0].reason: wants a text that is not empty.',
      '3:76 policy-bad-value waivers[0].expires: is no date; write it like 2027-01-31, or with a time like 2027-01-31T18:00:00Z.',
    ]);
  });

  it('is told of rules, groups and networks nobody has', () => {
    expect(
      refused(`version: 1
groups: [ { name: staff, select: { default: true }, intent: required } ]
rules: { restriction-facetme: { severity: low } }
waivers:
  - { rule: restriction-camra, select: { group: [staf, "st*"] }, reason: r, owner: o, expires: 2027-01-31 }
vpns: [ { match: { profileIdentifier: x }, egress: datacenter } ]
`),
    ).toEqual([
      '3:10 policy-unknown-rule rules.restriction-facetme: no rule is named restriction-facetme. Did you mean restriction-facetime?',
      '5:13 policy-unknown-rule waivers[0].rule: no rule is named restriction-camra. Did you mean restriction-camera?',
      '5:50 policy-unknown-group waivers[0].select.group[0]: no group is named staf. Did you mean staff?',
      '6:52 policy-unknown-network vpns[0].egress: no network is named datacenter. No network is described.',
    ]);
  });

  it('names a network twice', () => {
    expect(refused('version: 1\nnetworks: [ { name: hall }, { name: hall } ]\n')).toEqual([
      '2:37 policy-duplicate-name networks[1].name: a network named hall stands already on line 2.',
    ]);
  });

  it.each([
    ['', '1:1 policy-empty The policy file is empty. Write at least version: 1.'],
    ['# nothing\n', '1:1 policy-empty The policy file is empty. Write at least version: 1.'],
    ['- 1\n', '1:1 policy-bad-value the file: wants keys and values.'],
    ['groups: []\nversion: 1\n', '1:9 policy-bad-value groups: wants at least one group.'],
    ['version: 1\nversion: 1\n', '2:1 policy-duplicate-key version: The key stands twice, first on line 1.'],
    [
      'version: 1\nthresholds: { storageMinGB: 3, storageWarnGB: 2 }\n',
      '2:47 policy-bad-value thresholds.storageWarnGB: lies below storageMinGB.',
    ],
    [
      'version: 1\nthresholds: { latencyMsMax: -1 }\n',
      '2:29 policy-bad-value thresholds.latencyMsMax: cannot be below 0.',
    ],
    [
      'version: 1\nthresholds: { storageMin: 1 }\n',
      '2:15 policy-unknown-key thresholds.storageMin: thresholds has no key storageMin. Did you mean storageMinGB?',
    ],
    [
      'version: 1\nrules: { device-storage-low: { severity: hgh } }\n',
      '2:42 policy-bad-value rules.device-storage-low.severity: wants critical or high or medium or low or info. Did you mean high?',
    ],
    [
      'version: 1\naccounts: { managed: { faceTime: maybe } }\n',
      '2:34 policy-bad-value accounts.managed.faceTime: wants on or off.',
    ],
    [
      'version: 1\nnetworks: [ { name: x, match: { ssid: [] } } ]\n',
      '2:39 policy-bad-value networks[0].match.ssid: wants at least one value.',
    ],
    [
      'version: 1\nnetworks: [ { name: x, match: { ssid: { a: 1 } } } ]\n',
      '2:39 policy-bad-value networks[0].match.ssid: wants a text or a list of texts.',
    ],
    ['a: *x\nversion: 1\n', '1:4 yaml-bad-alias a: No anchor &x stands before this alias.'],
    ['a:\n\t- b\n', '2:1 yaml-tab-as-indent Not valid YAML: Tabs are not allowed as indentation'],
    [
      'version: 1\n---\nversion: 1\n',
      '2:1 yaml-multiple-docs The file holds several YAML documents. Keep one policy and remove the --- lines.',
    ],
    ['__proto__: 1\nversion: 1\n', '1:1 policy-bad-key __proto__ cannot be a key.'],
  ])('is refused: %j', (text, expected) => {
    expect(refused(text)).toEqual([expected]);
  });
});

describe('a hostile policy file', () => {
  it.each([
    [
      'a billion laughs',
      Array.from(
        { length: 12 },
        (_, i) =>
          `a${i}: &a${i} [${Array(10)
            .fill(i ? `*a${i - 1}` : 'x')
            .join()}]`,
      ).join('\n'),
    ],
    ['an anchor inside itself', 'a: &a [*a]'],
    ['deep nesting', '['.repeat(20_000)],
    ['deep nesting that closes', `a: ${'['.repeat(60)}${']'.repeat(60)}`],
    ['an endless text', 'x'.repeat(1024 * 1024 + 1)],
  ])('of %s is refused as too large', (_, text) => {
    expect(parsePolicy(text, ref).diagnostics.map(({ code }) => code)).toEqual(['policy-too-large']);
  });

  it('with thousands of unknown keys is answered with a bounded list', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `key${i}: 1`).join('\n');
    const { policy, diagnostics } = parsePolicy(keys, ref);
    expect(policy).toBeUndefined();
    expect(diagnostics.length).toBeLessThanOrEqual(200);
  });

  it('may carry the names of built-in members as names', () => {
    const { policy, diagnostics } = parsePolicy(
      'version: 1\nnetworks: [ { name: __proto__ }, { name: constructor } ]\nrules: { toString: { severity: low } }\n',
      ref,
    );
    expect(diagnostics).toEqual([]);
    expect(policy?.networks.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    expect(policy?.rules).toEqual([{ rule: 'toString', severity: 'low' }]);
  });

  it('of noise ends in diagnostics, never in a throw', () => {
    let state = 7;
    const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
    const letters = [...'ab:-[]{},&*!|>#"\'\n \t?%@`01'];
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => letters[next() % letters.length]).join('');
      const { policy, diagnostics } = parsePolicy(text, ref);
      expect(policy === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    }
  });
});

describe('the published schema', () => {
  it('says what may be written, not what is made of it', () => {
    expect(policyJsonSchema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['version'],
      additionalProperties: false,
      properties: {
        waivers: { items: { required: ['rule', 'select', 'reason', 'owner', 'expires'] } },
        networks: { items: { properties: { firewall: { anyOf: [{ type: 'string' }, { type: 'array' }] } } } },
      },
    });
  });
});
