import type { DeviceShape } from '../inventory/device-shape.js';

/** `jamf:mobile-41`; Jamf writes -1 and 0 where it knows no object of its own. */
export function vendorIdOf(prefix: string, id: string | undefined): string | undefined {
  return id !== undefined && /^[1-9]\d{0,9}$/.test(id) ? `jamf:${prefix}-${id}` : undefined;
}

/** Devices and profiles of one kind are numbered apart, and named alike. */
export function vendorIdsOf(prefix: string): Required<Pick<DeviceShape, 'vendorId' | 'profileVendorId'>> {
  const vendorId = (id: string | undefined): string | undefined => vendorIdOf(prefix, id);
  return { vendorId, profileVendorId: vendorId };
}
