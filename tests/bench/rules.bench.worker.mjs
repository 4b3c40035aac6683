// One participant of the bench of rules, alone in its process. Prints { evaluations, seconds, answers? }.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { assembleAll } from '@ringcheck/assemble';
import { ingest } from '@ringcheck/intake';
import { judgeDevice } from '@ringcheck/plan';
import { defaultPolicy, parsePolicy } from '@ringcheck/policy';
import { findRule, Sharing } from '@ringcheck/rules';
import { fleetOf } from '@ringcheck/testkit';

const now = '2026-11-20T04:00:00.000Z';
/** Seconds of processor time, so that on a busy machine as many passes are tried as on a free one. */
const patience = 6;
const [mode, argument, output] = process.argv.slice(2);

/** Questions that a script can ask as well: of profiles and replies, without telling why and where. */
const questions = [
  'restriction-facetime',
  'restriction-camera',
  'restriction-app-blocklist',
  'restriction-app-allowlist',
  'kiosk-app-lock',
  'device-storage-low',
];

async function picturesOf(devices) {
  const documents = [];
  let policy = defaultPolicy;
  for (const { path, bytes } of fleetOf({ devices }).files()) {
    const content = bytes();
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (path.endsWith('ringcheck.yaml')) {
      policy = parsePolicy(new TextDecoder().decode(content), { path, sha256 }).policy ?? policy;
      continue;
    }
    const hash = (part) => createHash('sha256').update(part).digest('hex');
    for await (const document of ingest({ path, bytes: content, receivedAt: now, sha256: hash }))
      documents.push(document);
  }
  return { policy, pictures: assembleAll({ now, policy, documents }).pictures };
}

/** Rules that are asked at all: those of other platforms are left out before they are called. */
function askedOf({ picture, evaluation }) {
  const platform = picture.facts.platform?.value;
  return evaluation.results.filter(
    ({ ruleId }) => platform !== undefined && findRule(ruleId)?.platforms.includes(platform),
  ).length;
}

function best(task) {
  task();
  let least = Infinity;
  const begun = process.cpuUsage();
  do {
    const started = process.cpuUsage();
    task();
    least = Math.min(least, spent(started));
  } while (spent(begun) < patience);
  return least;
}

/** Seconds of processor time, the collector's threads included: other programs of the machine do not count. */
function spent(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** A device as a script has it after reading its exports: facts, the profiles on it and its Restrictions reply. */
function factsOf({ id, facts, installed, restrictions }) {
  const plain = (value) => {
    if (value.type === 'array') return value.items.map(plain);
    if (value.type === 'dict')
      return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, plain(inner)]));
    return 'value' in value ? value.value : null;
  };
  const { booleans = [], intersections = [], unions = [] } = restrictions?.reply ?? {};
  return {
    id,
    platform: facts.platform?.value ?? null,
    supervised: facts.isSupervised?.value ?? null,
    storageFreeGB: facts.storageFreeGB?.value ?? null,
    profiles: installed.profiles.map(({ identifier, profile }) => ({
      identifier,
      payloads: (profile?.payloads ?? []).map(({ type, settings }) => ({ type, ...plain(settings) })),
    })),
    answered: restrictions !== undefined && !restrictions.reply.empty,
    restrictions: Object.fromEntries(
      [...booleans, ...intersections, ...unions].map(({ key, value }) => [key, value]),
    ),
  };
}

const isFound = (finding) => finding.outcome !== 'unknown';

async function prepare() {
  const { policy, pictures } = await picturesOf(Number(argument));
  const answers = Object.fromEntries(questions.map((question) => [question, 0]));
  const facts = [];
  for (const picture of pictures) {
    const { evaluation } = judgeDevice(picture, policy, now);
    const open = new Set(
      evaluation.results.filter(({ outcome }) => outcome === 'unknown').map((r) => r.ruleId),
    );
    // A script knows no "unknown": devices it could not answer for are not asked.
    if (questions.some((question) => open.has(question))) continue;
    facts.push(factsOf(picture));
    for (const question of questions)
      if (evaluation.findings.some((finding) => finding.ruleId === question && isFound(finding)))
        answers[question]++;
  }
  writeFileSync(output, JSON.stringify(facts));
  return { answers };
}

/** `alone`: each device by itself; `fleet`: with answers shared among them; `again`: with those of the pass before. */
async function ours(how) {
  const { policy, pictures } = await picturesOf(Number(argument));
  const evaluations = pictures.reduce((sum, each) => sum + askedOf(judgeDevice(each, policy, now)), 0);
  const held = how === 'again' ? new Sharing() : undefined;
  const seconds = best(() => {
    const sharing = how === 'fleet' ? new Sharing() : held;
    for (const picture of pictures) judgeDevice(picture, policy, now, sharing);
  });
  return { evaluations, seconds };
}

async function engine() {
  const { Engine } = await import('json-rules-engine');
  const facts = JSON.parse(readFileSync(argument, 'utf8'));
  const facetime = 'com.apple.facetime';
  const condition = (fact, operator, value, path) => ({ fact, operator, value, ...(path && { path }) });
  const access = "$..payloads[?(@.type=='com.apple.applicationaccess')]";
  const said = (operator, value, key) => ({
    any: [
      { all: [condition('answered', 'equal', true), condition('restrictions', operator, value, `$.${key}`)] },
      {
        all: [
          condition('answered', 'equal', false),
          condition('profiles', operator, value, `${access}.${key}`),
        ],
      },
    ],
  });
  const supervised = condition('supervised', 'equal', true);
  const mobile = [condition('platform', 'in', ['iOS', 'iPadOS']), supervised];
  const television = {
    any: [{ all: mobile }, { all: [condition('platform', 'equal', 'tvOS'), supervised] }],
  };
  const rules = {
    'restriction-facetime': [...mobile, said('has', false, 'allowVideoConferencing')],
    'restriction-camera': [said('has', false, 'allowCamera')],
    'restriction-app-blocklist': [television, said('lists', facetime, 'blockedAppBundleIDs')],
    'restriction-app-allowlist': [television, said('listsNot', facetime, 'allowListedAppBundleIDs')],
    'kiosk-app-lock': [
      television,
      condition(
        'profiles',
        'hasOther',
        facetime,
        "$..payloads[?(@.type=='com.apple.app.lock')].App.Identifier",
      ),
    ],
    'device-storage-low': [
      condition('platform', 'notEqual', 'tvOS'),
      condition('storageFreeGB', 'notEqual', null),
      condition('storageFreeGB', 'lessThan', 2),
    ],
  };
  const made = new Engine(
    Object.entries(rules).map(([type, all]) => ({ conditions: { all }, event: { type } })),
  );
  // A path gives nothing, one thing, or a list of things; a thing may be a list itself.
  const all = (given) => (given === undefined ? [] : [given].flat(2));
  made.addOperator('has', (given, value) => all(given).includes(value));
  made.addOperator('lists', (given, value) => all(given).includes(value));
  made.addOperator('listsNot', (given = [], value) =>
    (Array.isArray(given[0]) || given.length === 0 ? given : [given]).some((list) => !list.includes(value)),
  );
  made.addOperator('hasOther', (given, value) => all(given).some((each) => each !== value));
  const round = async () => {
    const answers = Object.fromEntries(questions.map((question) => [question, 0]));
    for (const device of facts) {
      const { events } = await made.run(device);
      for (const { type } of events) answers[type]++;
    }
    return answers;
  };
  const answers = await round();
  let least = Infinity;
  const begun = process.cpuUsage();
  do {
    const started = process.cpuUsage();
    await round();
    least = Math.min(least, spent(started));
  } while (spent(begun) < patience);
  return { evaluations: facts.length * questions.length, seconds: least, answers };
}

const tasks = {
  PREPARE: prepare,
  ALONE: () => ours('alone'),
  FLEET: () => ours('fleet'),
  AGAIN: () => ours('again'),
  ENGINE: engine,
};
console.log(JSON.stringify(await tasks[mode]()));
