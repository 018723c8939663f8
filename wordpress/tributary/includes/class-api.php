<?php
/**
 * Talks to Tributary.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Requests to the server. A visitor never waits for it longer than a second, all requests of a page together; and while it
 * is away, only the first page in half a minute finds that out.
 */
final class Api {

	const AWAY         = 'tributary_away';
	const AWAY_SECONDS = 30;
	/** How long one request of a page may take, in seconds; and all of them together, so much more. */
	const PAGE_TIMEOUT = 0.8;
	const PAGE_MORE    = 0.15;
	/** In the background nobody waits. */
	const BACKGROUND_TIMEOUT = 8;

	/**
	 * Seconds spent on waiting in this request.
	 *
	 * @var float
	 */
	private static $spent = 0.0;

	/**
	 * Asks with the owner's secret key.
	 *
	 * @param string                    $method  GET or POST.
	 * @param string                    $path    Begins with /v1/.
	 * @param array<string, mixed>|null $body    What to send.
	 * @param array<string, string>     $headers Further headers.
	 * @return array{status: int, body: array<string, mixed>, why: string} Status 0: no answer; `why` says why.
	 */
	public static function ask( $method, $path, $body = null, array $headers = array() ) {
		if ( ! Options::is_connected() ) {
			return self::no_answer( 'not_connected' );
		}
		return self::request( $method, $path, $body, array_merge( array( 'Authorization' => 'Bearer ' . Options::key() ), $headers ) );
	}

	/**
	 * Asks as a partner, with a token that was just made for them.
	 *
	 * @param string $path  Begins with /v1/center/.
	 * @param string $token The token.
	 * @return array{status: int, body: array<string, mixed>, why: string}
	 */
	public static function ask_as_partner( $path, $token ) {
		return self::request( 'GET', $path, null, array( 'Authorization' => 'Bearer ' . $token ) );
	}

	/**
	 * Whether the last request found nobody there, a moment ago.
	 *
	 * @return bool
	 */
	public static function is_away() {
		return (bool) get_transient( self::AWAY );
	}

	/**
	 * Whether somebody waits for this page; the scheduler, the command line and the settings page have time.
	 *
	 * @return bool
	 */
	private static function somebody_waits() {
		return ! wp_doing_cron() && ! ( defined( 'WP_CLI' ) && WP_CLI ) && ! doing_action( 'admin_post_tributary_test' )
			&& ! doing_action( 'admin_post_tributary_pages' );
	}

	/**
	 * One request.
	 *
	 * @param string                    $method  GET or POST.
	 * @param string                    $path    With the query.
	 * @param array<string, mixed>|null $body    What to send.
	 * @param array<string, string>     $headers Headers.
	 * @return array{status: int, body: array<string, mixed>, why: string}
	 */
	public static function request( $method, $path, $body, array $headers ) {
		$waits = self::somebody_waits();
		$most  = $waits ? self::page_timeout() : self::BACKGROUND_TIMEOUT;
		$left  = $waits ? min( $most, $most + self::PAGE_MORE - self::$spent ) : $most;
		if ( $waits && ( self::is_away() || $left < 0.05 ) ) {
			return self::no_answer( 'away' );
		}
		$sent = array( 'Accept' => 'application/json' );
		$args = array(
			'method'      => $method,
			'timeout'     => $left,
			'redirection' => 0,
			'headers'     => array_merge( $sent, $headers ),
			'user-agent'  => 'Tributary for WordPress/' . VERSION,
		);
		if ( null !== $body ) {
			$args['headers']['Content-Type'] = 'application/json';
			$args['body']                    = wp_json_encode( (object) $body );
		}
		$cap = self::cap_milliseconds( $left );
		add_action( 'http_api_curl', $cap, 99 );
		$begun  = microtime( true );
		$answer = wp_remote_request( Options::address() . $path, $args );
		remove_action( 'http_api_curl', $cap, 99 );
		self::$spent += microtime( true ) - $begun;
		// One that was given less time than others says nothing of the server.
		return self::read( $answer, $left >= $most );
	}

	/**
	 * How long a page waits for one request.
	 *
	 * @return float
	 */
	private static function page_timeout() {
		/**
		 * Changes how long a page waits for one answer of Tributary, in seconds.
		 *
		 * @param float $seconds Less than a second, unless this site has patience.
		 */
		return (float) apply_filters( 'tributary_page_timeout', self::PAGE_TIMEOUT );
	}

	/**
	 * WordPress rounds timeouts up to whole seconds; this sets them in milliseconds.
	 *
	 * @param float $seconds The most that a request may take.
	 * @return callable
	 */
	private static function cap_milliseconds( $seconds ) {
		return static function ( $handle ) use ( $seconds ) {
			// phpcs:disable WordPress.WP.AlternativeFunctions.curl_curl_setopt -- the hook hands out this handle for it.
			curl_setopt( $handle, CURLOPT_NOSIGNAL, true );
			curl_setopt( $handle, CURLOPT_TIMEOUT_MS, (int) ( $seconds * 1000 ) );
			curl_setopt( $handle, CURLOPT_CONNECTTIMEOUT_MS, (int) ( min( $seconds, 3 ) * 1000 ) );
			// phpcs:enable
		};
	}

	/**
	 * Reads an answer, and notes whether anybody is there.
	 *
	 * @param array<string, mixed>|\WP_Error $answer   Of wp_remote_request().
	 * @param bool                           $had_time Whether it was waited for as long as it ever is.
	 * @return array{status: int, body: array<string, mixed>, why: string}
	 */
	private static function read( $answer, $had_time ) {
		if ( is_wp_error( $answer ) ) {
			if ( $had_time ) {
				set_transient( self::AWAY, 1, self::AWAY_SECONDS );
			}
			return self::no_answer( $answer->get_error_message() );
		}
		$status = (int) wp_remote_retrieve_response_code( $answer );
		$body   = json_decode( wp_remote_retrieve_body( $answer ), true );
		if ( $status >= 502 && $status <= 504 ) {
			set_transient( self::AWAY, 1, self::AWAY_SECONDS );
		} elseif ( self::is_away() ) {
			delete_transient( self::AWAY );
		}
		return array(
			'status' => $status,
			'body'   => is_array( $body ) ? $body : array(),
			'why'    => '',
		);
	}

	/**
	 * No answer came.
	 *
	 * @param string $why In the words of whoever noticed.
	 * @return array{status: int, body: array<string, mixed>, why: string}
	 */
	private static function no_answer( $why ) {
		return array(
			'status' => 0,
			'body'   => array(),
			'why'    => $why,
		);
	}
}
