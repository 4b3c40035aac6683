/// <reference types="vite/client" />
import 'react';

declare module 'react' {
  interface InputHTMLAttributes<T> {
    /** Lets an input take a whole folder; every browser has it, the standard types do not. */
    webkitdirectory?: (T extends HTMLInputElement ? string : never) | undefined;
  }
}
