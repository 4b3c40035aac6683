-- Originals are packed before they are encrypted: exports say the same again and again. Those stored before are not.
ALTER TABLE "blob_chunk" ADD COLUMN "packing" TEXT NOT NULL DEFAULT 'none';
