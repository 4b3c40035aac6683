import type { Page, Upload } from '@ringcheck/contracts';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/http.js';
import type { PickedFile } from './picked-files.js';

/** Pages of uploads, newest first; asked again every second while one is being read. */
export function useUploads() {
  return useInfiniteQuery({
    queryKey: ['uploads'],
    queryFn: ({ pageParam }) =>
      request<Page<Upload>>(
        `/uploads?limit=20${pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ items }) => items.some(isBeingRead)) === true ? 1_000 : false,
  });
}

export function isBeingRead(upload: Upload): boolean {
  return upload.status === 'received' || upload.status === 'processing';
}

/** Send files with the paths a folder gives them. */
export function useSendFiles() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (files: readonly PickedFile[]) => {
      const form = new FormData();
      for (const { file, path } of files) form.append('files', file, path);
      return request<Upload>('/uploads', { method: 'POST', body: form });
    },
    onSuccess: () =>
      Promise.all(['uploads', 'summary'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}
