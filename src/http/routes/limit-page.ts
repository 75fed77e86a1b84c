import { html } from 'ghtml';
import type { Language } from './no-script-strings.ts';

/** By the code of a language. */
const TEXTS: Readonly<Record<string, string>> = {
  en: 'Too many requests came from your network. Go back and try again in this many seconds:',
  de: 'Aus Ihrem Netz kamen zu viele Anfragen. Gehen Sie zurück und versuchen Sie es in so vielen Sekunden wieder:',
  fr: 'Trop de demandes sont venues de votre réseau. Revenez en arrière et réessayez dans ce nombre de secondes :',
  es: 'Llegaron demasiadas solicitudes de su red. Vuelva atrás e inténtelo de nuevo dentro de estos segundos:',
  it: 'Sono arrivate troppe richieste dalla sua rete. Torni indietro e riprovi tra questo numero di secondi:',
  pt: 'Chegaram demasiados pedidos da sua rede. Volte atrás e tente de novo daqui a estes segundos:',
  ru: 'Из вашей сети поступило слишком много запросов. Вернитесь назад и повторите через столько секунд:',
  ar: 'وردت طلبات كثيرة جدًا من شبكتك. ارجع وحاول مرة أخرى بعد هذا العدد من الثواني:',
  ja: 'お使いのネットワークからのリクエストが多すぎます。前のページに戻り、次の秒数が過ぎてからもう一度お試しください：',
  zh: '来自您的网络的请求过多。请返回，并在以下秒数后重试：',
};

/** What people without scripts see beyond a limit. Needs nothing but itself. */
export function limitPage({ code, dir, strings }: Language, seconds: number): string {
  return html`<!doctype html>
<html lang="${code}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${strings.title}</title>
</head>
<body><main><p role="alert">${TEXTS[code] ?? TEXTS['en']} ${seconds}</p></main></body>
</html>
`;
}
