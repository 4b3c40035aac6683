import type { Trend } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/http.js';

export const mostScans = 30;

/** Devices by verdict after the last scans, oldest first. */
export function useTrend() {
  return useQuery({
    queryKey: ['trend'],
    queryFn: () => request<Trend>(`/trends?dimension=verdict&limit=${mostScans}`),
  });
}
