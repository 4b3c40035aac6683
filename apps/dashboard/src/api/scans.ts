import type { Page, Scan } from '@ringcheck/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { post, request } from './http.js';

const open = new Set<Scan['status']>(['queued', 'planning', 'running', 'closing']);

export function isOpen(scan: Scan): boolean {
  return open.has(scan.status);
}

/** The latest scan, `null` before the first; asked again every second while it runs. */
export function useLatestScan() {
  return useQuery({
    queryKey: ['scans', 'latest'],
    queryFn: async () => (await request<Page<Scan>>('/scans?limit=1')).items[0] ?? null,
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 1_000 : 10_000),
  });
}

export function useStartScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Scan>('/scans', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scans'] }),
  });
}

export function useCancelScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Scan>(`/scans/${id}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scans'] }),
  });
}
