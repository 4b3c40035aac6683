import type { Server } from './server.js';

/** Name of a table of outcomes, and its rows as sorted text: what must not differ after a fault. */
export type Outcome = ReadonlyMap<string, readonly string[]>;

/** Scans by the order they ended in: their numbers may have gaps after a crash. */
const ranks = `rank AS (SELECT seq, row_number() OVER (ORDER BY seq) AS n FROM scan WHERE status = 'done')`;
const rankOf = (column: string) => `(SELECT n FROM rank WHERE seq = ${column})`;

/**
 * Everything a scan leaves behind, history too, without the numbers of rows and the times of the run. `now()` of the
 * run stands in no content: the fleet's own dates are fixed.
 */
const questions: Readonly<Record<string, string>> = {
  device: `SELECT public_id, name, platform, os_version, serial, udid, search, verdict, verdict_rank, expected, compliance,
      coverage_decided, coverage_applicable, group_name, intent, network_name, worst_rule, worst_outcome, finding_count,
      vanished_scan IS NULL AS there, ${rankOf('first_seen_scan')} AS first_seen FROM device`,
  finding: `SELECT d.public_id, i.rule_id, i.scope, i.cause, c.outcome, c.severity, c.stage, c.message, c.data::text,
      c.control, c.undecided, c.gap::text, coalesce(f.evidence, e.body)::text AS evidence,
      ${rankOf('f.from_scan_seq')} AS since, ${rankOf('f.to_scan_seq')} AS until
    FROM finding f JOIN device d ON d.id = f.device_id JOIN finding_identity i ON i.id = f.identity_id
    JOIN finding_content c ON c.id = f.content_id LEFT JOIN shared_part e ON e.id = f.evidence_id`,
  verdict: `SELECT d.public_id, v.verdict, v.expected, v.coverage_decided, v.coverage_applicable,
      coalesce(v.notes, n.body)::text AS notes, coalesce(v.results, r.body)::text AS results, v.own::text,
      ${rankOf('v.from_scan_seq')} AS since, ${rankOf('v.to_scan_seq')} AS until
    FROM verdict_interval v JOIN device d ON d.id = v.device_id LEFT JOIN shared_part n ON n.id = v.notes_id
    LEFT JOIN shared_part r ON r.id = v.results_id`,
  count: `SELECT (SELECT n FROM rank WHERE seq = s.seq) AS scan, c.dimension, c.key, c.devices, c.findings
    FROM scan_count c JOIN scan s ON s.id = c.scan_id`,
  scan: `SELECT n AS scan, s.counts::text, s.chunks_total, s.chunks_done FROM scan s JOIN rank USING (seq)`,
  document: `SELECT d.sha256, d.path, d.kind, d.status, d.device_count, d.profile_count,
      (SELECT count(*) FROM document_sighting x WHERE x.document_id = d.id) AS sightings,
      (SELECT count(*) FROM device_record x WHERE x.document_id = d.id) AS records FROM document d`,
  file: `SELECT f.path, f.sha256, f.size, f.status, f.kind FROM upload_file f`,
  original: `SELECT b.sha256, b.size, (SELECT count(*) FROM blob_chunk c WHERE c.blob_id = b.id) AS chunks FROM blob b`,
  left: `SELECT kind, status FROM work WHERE status <> 'done'`,
};

/** The server says JSON with blanks as it was given, so the text is compared byte for byte. */
export async function outcomeOf(server: Server): Promise<Outcome> {
  const found = new Map<string, readonly string[]>();
  for (const [name, sql] of Object.entries(questions)) {
    const rows = await server.rows<{ line: string }>(
      `WITH ${ranks} SELECT row_to_json(t)::text AS line FROM (${sql}) t ORDER BY row_to_json(t)::text COLLATE "C"`,
    );
    found.set(
      name,
      rows.map(({ line }) => line),
    );
  }
  return found;
}

/** The first lines that only one of two outcomes has; none when they are the same. */
export function differences(wanted: Outcome, got: Outcome): readonly string[] {
  return [...wanted].flatMap(([name, lines]) => {
    const other = got.get(name) ?? [];
    const missing = less(lines, other).map((line) => `${name} missing: ${line}`);
    const added = less(other, lines).map((line) => `${name} too much: ${line}`);
    return [...missing.slice(0, 3), ...added.slice(0, 3)].map((line) => line.slice(0, 600));
  });
}

/** Lines of one list that another has not, counted: the same line twice is one too many. */
function less(lines: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
