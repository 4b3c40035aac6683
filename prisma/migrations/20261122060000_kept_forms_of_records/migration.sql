-- What records have in common, kept once. Records that are there stay as they are, word for word.
CREATE TABLE "record_form" (
    "id" SERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "record_form_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "record_form_digest_key" ON "record_form"("digest");
