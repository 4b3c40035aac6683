-- Answers to questions that no MDM can see, given on the server. Those of the policy file stay there.
CREATE TABLE "attestation" (
    "id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "device" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "expires" TEXT NOT NULL,
    "note" TEXT,
    "answered_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_seq" BIGINT,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "attestation_seq_key" ON "attestation"("seq");
CREATE INDEX "attestation_open" ON "attestation"("device", "question") WHERE (ended_seq IS NULL);
CREATE INDEX "attestation_ended_seq_idx" ON "attestation"("ended_seq") WHERE (ended_seq IS NOT NULL);
