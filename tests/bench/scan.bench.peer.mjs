// The script an admin would write, and whether it says the same of every device on the questions it asks.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'peers/fleet_scan.py');
const peer = 'Python plistlib + jmespath + COPY';
const questions = [
  'restriction-facetime',
  'restriction-app-blocklist',
  'restriction-app-allowlist',
  'kiosk-app-lock',
  'device-storage-low',
];

/**
 * `{ peer, peerValue?, ratio? }` for the full scan, and, where that does not take too long, a row for the script as most
 * would write it, in one process; throws when the answers differ.
 */
export async function comparePeer(folder, bench, { full, isLong }, say) {
  if (spawnSync('python3', ['-c', 'import jmespath, psycopg']).status !== 0)
    return { best: { peer }, rows: [] };
  say('the same questions by the script');
  const best = ask(folder, bench, os.availableParallelism());
  say(`script: ${JSON.stringify(best)}`);
  await expectSame(bench.pool);
  const row = { peer: `${peer}, all processors`, peerValue: best.total, ratio: best.total / full.seconds };
  if (isLong) return { best: row, rows: [] };
  const plain = ask(folder, bench, 1);
  await expectSame(bench.pool);
  return {
    best: row,
    rows: [
      {
        name: 'full scan, beside the script in one process',
        value: full.seconds,
        unit: 's',
        peer: `${peer}, one process`,
        peerValue: plain.total,
        ratio: plain.total / full.seconds,
      },
    ],
  };
}

function ask(folder, bench, processes) {
  const ran = spawnSync('python3', [script, folder, bench.databaseUrl, String(processes)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (ran.status !== 0) throw new Error(`the script failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

async function expectSame(pool) {
  const { rows } = await pool.query(
    `WITH ours AS (
       SELECT DISTINCT d.serial, i.rule_id AS rule, c.outcome FROM finding f
       JOIN device d ON d.id = f.device_id JOIN finding_identity i ON i.id = f.identity_id
       JOIN finding_content c ON c.id = f.content_id
       WHERE f.to_scan_seq IS NULL AND i.rule_id = ANY($1::text[])),
     theirs AS (SELECT DISTINCT serial, rule, outcome FROM peer_finding)
     SELECT 'only ours' AS who, o.* FROM (SELECT * FROM ours EXCEPT SELECT * FROM theirs) o
     UNION ALL SELECT 'only theirs', t.* FROM (SELECT * FROM theirs EXCEPT SELECT * FROM ours) t LIMIT 5`,
    [questions],
  );
  if (rows.length > 0) throw new Error(`the script says otherwise: ${JSON.stringify(rows)}`);
  const { rows: counted } = await pool.query('SELECT count(*)::int AS findings FROM peer_finding');
  if (counted[0].findings === 0) throw new Error('the script found nothing: it cannot be compared');
}
