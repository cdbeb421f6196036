export type { AdobeEmulator, AdobeOptions } from "./adobe/index";
export { startAdobe } from "./adobe/index";
