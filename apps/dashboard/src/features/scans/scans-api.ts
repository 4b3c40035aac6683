import type { ScanDiff } from '@ringcheck/contracts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ApiError, request } from '../../api/http.js';

/** Pages of what differs from the scan before; an empty kind: everything. */
export function useScanDiff(id: string, kind: string) {
  return useInfiniteQuery({
    queryKey: ['scan-diff', id, kind],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        limit: '50',
        ...(kind === '' ? {} : { kind }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      });
      return request<ScanDiff>(`/scans/${encodeURIComponent(id)}/diff?${query.toString()}`);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    retry: (failures, error) => !isFirstScan(error) && failures < 1,
  });
}

/** A finished scan is refused a comparison for one reason only: none came before it. */
export function isFirstScan(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 409;
}
