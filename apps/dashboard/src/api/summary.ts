import type { FleetSummary } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { request } from './http.js';

/** Counts, causes and gaps of the fleet, as of the last finished scan. */
export function useSummary() {
  return useQuery({ queryKey: ['summary'], queryFn: () => request<FleetSummary>('/summary') });
}
