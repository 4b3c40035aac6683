-- Which words came from a document that is about to be forgotten.
CREATE INDEX "snapshot_body_document_id_idx" ON "snapshot_body"("document_id");
