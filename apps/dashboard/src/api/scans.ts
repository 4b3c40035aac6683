import type { Page, Scan } from '@ringcheck/contracts';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { post, request } from './http.js';

const open = new Set<Scan['status']>(['queued', 'planning', 'running', 'closing']);

const keys = {
  all: ['scans'],
  latest: ['scans', 'latest'],
  list: ['scans', 'list'],
  one: (id: string) => ['scans', 'one', id],
} as const;

export function isOpen(scan: Scan): boolean {
  return open.has(scan.status);
}

/** Scans whose events come in by themselves. */
export const followed = new Set<string>();

const pause = (scan: Scan | null | undefined): number =>
  scan && isOpen(scan) && !followed.has(scan.id) ? 1_000 : 10_000;

/** The latest scan, `null` before the first; asked again every second while it runs and no event tells of it. */
export function useLatestScan() {
  return useQuery({
    queryKey: keys.latest,
    queryFn: async () => (await request<Page<Scan>>('/scans?limit=1')).items[0] ?? null,
    refetchInterval: (query) => pause(query.state.data),
  });
}

export function useScan(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: () => request<Scan>(`/scans/${encodeURIComponent(id)}`),
    refetchInterval: (query) => pause(query.state.data),
  });
}

/** Pages of scans, newest first. */
export function useScans() {
  return useInfiniteQuery({
    queryKey: keys.list,
    queryFn: ({ pageParam }) =>
      request<Page<Scan>>(
        `/scans?limit=25${pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ items }) => items.some(isOpen)) === true ? 2_000 : 10_000,
  });
}

/** Put what an event says of a scan wherever that scan is shown. */
export function keepScan(client: QueryClient, scan: Scan): void {
  client.setQueryData(keys.one(scan.id), scan);
  client.setQueryData<Scan | null>(keys.latest, (before) => (before?.id === scan.id ? scan : before));
  client.setQueryData<InfiniteData<Page<Scan>>>(
    keys.list,
    (before) =>
      before && {
        ...before,
        pages: before.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === scan.id ? scan : item)),
        })),
      },
  );
}

export function useStartScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Scan>('/scans', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useCancelScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<Scan>(`/scans/${id}/cancel`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}
