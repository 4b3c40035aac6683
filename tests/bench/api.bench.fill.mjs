// Fills a store with judged devices, through the face that scans use.
const verdicts = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'];
const perChunk = 1_000;

/** A scan whose results are made up: ten findings a device, one in a hundred devices other in every round. */
export async function fillFleet(store, { devices, round, isStopped = () => false }) {
  const now = new Date().toISOString();
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'bench' });
  const chunks = Math.ceil(devices / perChunk);
  await store.scanRuns.addChunks(
    id,
    Array.from({ length: chunks }, () => null),
  );
  for (let chunk = 0; chunk < chunks; chunk++) {
    if (isStopped()) return void (await store.scans.cancel(id));
    const count = Math.min(perChunk, devices - chunk * perChunk);
    const results = Array.from({ length: count }, (_, i) => device(chunk * perChunk + i, round));
    await store.scanRuns.saveChunkResult(id, chunk, { devices: results });
  }
  await store.scanRuns.close(id);
}

const shared = new Map();

function finding(rule, cause, outcome) {
  const key = `${rule} ${cause} ${outcome}`;
  let made = shared.get(key);
  if (made === undefined) {
    made = {
      ruleId: `rule-${rule}`,
      scope: '',
      cause: `cause-${cause}`,
      outcome,
      severity: 'medium',
      stage: 'device',
      message: 'forbidden',
      data: { key: 'allowVideoConferencing' },
      evidence: [
        { document: `profile-${cause}.mobileconfig`, sha256: '0'.repeat(64), line: 12, offset: 400 },
      ],
    };
    shared.set(key, made);
  }
  return made;
}

function device(index, round) {
  const turn = index % 100 === round % 100 ? index + round : index;
  const verdict = verdicts[(turn * 7) % 5];
  const serial = `XB${String(index).padStart(8, '0')}`;
  return {
    publicId: `serial:${serial}`,
    aliases: [`udid:00008888-${serial}`],
    name: `Device ${(index * 7919) % 1_000_003}`,
    platform: index % 3 === 0 ? 'macOS' : 'iPadOS',
    osVersion: `26.${index % 4}`,
    serial,
    group: `group-${index % 20}`,
    intent: 'required',
    network: `network-${index % 20}`,
    verdict,
    compliance: verdict === 'clear' ? 'compliant' : 'non-compliant',
    coverage: { decided: 40, applicable: 44 },
    findings: Array.from({ length: 10 }, (_, i) =>
      finding((turn + i * 3) % 30, (turn * 3 + i * 11) % 300, i === 0 ? 'blocked' : 'at-risk'),
    ),
    notes: [],
    results: results[(turn * 7) % 5],
    own: { traits: { serial }, asOf: null, stale: false },
  };
}

const results = verdicts.map((verdict) => ({ stages: [], outcomes: [['rule-1', verdict, null]] }));
