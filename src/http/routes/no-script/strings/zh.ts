import type { Strings } from './en.ts';

/** In Chinese. */
export const zh: Strings = {
  title: '您是真人吗？',
  label: '请输入图片中的字符',
  picture: '一张含有变形字符的图片',
  motion: '闪烁的图片：字符相对背景移动',
  digits: '请输入您听到的数字',
  listen: '改为收听',
  watch: '改为观看动态',
  look: '改为阅读图片',
  trap: '此栏供程序使用，请留空。',
  check: '验证',
  another: '换一个',
  time: '更多时间',
  wrong: '不正确。这是另一个。',
  gone: '时间已到。这是另一个。',
  limit: '此题剩余秒数：',
  solved: '正确。请将此代码复制到您来自的页面的输入框中：',
  code: '代码',
  next: '继续',
  limited: '来自您的网络的请求过多。请返回，并在以下秒数后重试：',
};
