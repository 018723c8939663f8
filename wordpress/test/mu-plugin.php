<?php
/**
 * For the tests only: keeps mail in a file instead of sending it, and lets no request out but to the test's own server.
 *
 * @package Tributary
 */

add_filter(
	'pre_wp_mail',
	static function ( $sent, $mail ) {
		$line = wp_json_encode( array_intersect_key( $mail, array_flip( array( 'to', 'subject', 'message' ) ) ) );
		file_put_contents( WP_CONTENT_DIR . '/mails.jsonl', $line . "\n", FILE_APPEND | LOCK_EX );
		return true;
	},
	10,
	2
);
add_filter(
	'pre_http_request',
	static function ( $answer, $args, $url ) {
		$host = wp_parse_url( $url, PHP_URL_HOST );
		return in_array( $host, array( '127.0.0.1', 'localhost', '10.255.255.1' ), true ) ? $answer : new WP_Error( 'closed', 'The test lets no request out.' );
	},
	10,
	3
);
