import type { ScanDiff } from '@ringcheck/contracts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { request } from '../../api/http.js';

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
  });
}
