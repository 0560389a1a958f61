import {readFileSync} from "node:fs"; import {createRequire} from "node:module"; import {build} from "esbuild";
const root=process.cwd();
await build({stdin:{contents:`export { readProjectFrom } from "./io/memory.js"; export { inspect } from "./engine/inspect.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js"; export { RULES } from "./rules/index.js"; export {parseDockerfile} from "./models/dockerfile/parse.js";`,resolveDir:root+"/packages/seaworthy/src",loader:"ts"},bundle:true,platform:"node",format:"cjs",outfile:"/tmp/throughput-scratch/judge.cjs"});
const {readProjectFrom,inspect,DEFAULT_SETTINGS,RULES,parseDockerfile}=createRequire(import.meta.url)("/tmp/throughput-scratch/judge.cjs");
const texts=readFileSync("/work/shared/corpus/dockerfiles.jsonl","utf8").trim().split("\n").map(l=>JSON.parse(l).text);
const now=()=>{const u=process.cpuUsage(); return (u.user+u.system)/1000;};
const n=texts.length; const P=+(process.argv[2]??6); let best=[9,9,9]; let first;
const hash=(process.argv[3]? (await import("node:crypto")).createHash("sha1"):null);
for(let k=0;k<P;k++){ const a=now(); let ps=texts.map(t=>{parseDockerfile("Dockerfile",t)}); const b0=now(); let tr=0,ti=0; 
 for(const t of texts){ const x=performance.now(); const project=readProjectFrom({Dockerfile:t},{today:"2026-11-23"}); const y=performance.now(); const r=inspect({project,rules:RULES,settings:DEFAULT_SETTINGS,depths:["source"],version:"0"}); const z=performance.now(); tr+=y-x; ti+=z-y; if(hash&&k===0) hash.update(JSON.stringify(r)); }
 const c=now(); const cpu=(c-b0)/n; if(k===0) first=cpu; best=[Math.min(best[0],cpu),Math.min(best[1],tr/n),Math.min(best[2],ti/n)]; if(k===0||k===P-1) console.log("pass",k,"parse",((b0-a)/n*1000).toFixed(0),"cpu us/file",(cpu*1000).toFixed(0),"read wall",(tr/n*1000).toFixed(0),"inspect wall",(ti/n*1000).toFixed(0)); }
console.log("BEST cpu",(best[0]*1000).toFixed(0),"us => ",(1/best[0]*1000).toFixed(0),"files/s; read",(best[1]*1000).toFixed(0),"inspect",(best[2]*1000).toFixed(0), hash?hash.digest("hex"):"");
