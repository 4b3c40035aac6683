/** Held while intake numbers are given and a scan fixes its watermark: numbers become visible in their order. */
export const intakeLock = 7_246_403;

/** SQL: the last intake number given, to documents, to their sightings or to answers; under the lock, the watermark. */
export const lastIntake = `GREATEST((SELECT max(seq) FROM document), (SELECT max(seq) FROM document_sighting),
  (SELECT max(seq) FROM attestation), (SELECT max(ended_seq) FROM attestation), 0)`;
