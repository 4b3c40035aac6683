/** A dotted version: one to five numbers. */
export const versionNumber = /^\d{1,6}(\.\d{1,6}){0,4}$/;
