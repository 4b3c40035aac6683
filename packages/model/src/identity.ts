/** Upper-case without blanks: how serial numbers are compared and shown. */
export function normaliseSerial(serial: string): string {
  return serial.replace(/\s+/g, '').toUpperCase();
}

/** Compared without hyphens and case; shown as first given. */
export function udidKey(udid: string): string {
  return udid.replace(/[\s-]+/g, '').toUpperCase();
}
