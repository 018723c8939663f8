<?php
/**
 * What is done each minute.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Follows the feed of events, and sends leads that wait. Each event only says that something changed: what a partner is by now
 * is read from the server, so that nothing depends on events coming once, or at all soon.
 */
final class Sync {

	const HOOK     = 'tributary_each_minute';
	const SCHEDULE = 'tributary_minute';
	/** Where the feed was left, and how it went. */
	const STATE = 'tributary_feed';
	const LOCK  = 'tributary_sync_lock';
	/** What concerns users of this site. */
	const KINDS = 'partner_applied,partner_approved,partner_rejected,partner_suspended,partner_reinstated,partner_moved';
	/** A run ends after so many seconds; the next one goes on. */
	const AT_MOST = 20;
	/** A mail server is not asked for more in one run. */
	const INVITATIONS_AT_ONCE = 20;

	/**
	 * Hooks.
	 */
	public static function register() {
		// phpcs:ignore WordPress.WP.CronInterval.CronSchedulesInterval -- a suspended partner loses the role within a minute.
		add_filter( 'cron_schedules', array( __CLASS__, 'add_schedule' ) );
		add_action( self::HOOK, array( __CLASS__, 'run' ) );
		add_action( 'init', array( __CLASS__, 'schedule' ) );
	}

	/**
	 * Adds the minute to WordPress's schedules.
	 *
	 * @param array<string, mixed> $schedules Those that there are.
	 * @return array<string, mixed>
	 */
	public static function add_schedule( $schedules ) {
		$schedules[ self::SCHEDULE ] = array(
			'interval' => MINUTE_IN_SECONDS,
			'display'  => __( 'Each minute (Tributary)', 'tributary' ),
		);
		return $schedules;
	}

	/**
	 * Sees to it that it runs.
	 */
	public static function schedule() {
		if ( Options::is_connected() && ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_event( time(), self::SCHEDULE, self::HOOK );
		}
	}

	/**
	 * How it went.
	 *
	 * @return array{after: string|null, listing: string|null, invite: bool, ran: int, problem: string}
	 */
	public static function state() {
		$stored = get_option( self::STATE, array() );
		return array_merge(
			array(
				'after'   => null,
				'listing' => '',
				'invite'  => false,
				'ran'     => 0,
				'problem' => '',
			),
			is_array( $stored ) ? $stored : array()
		);
	}

	/**
	 * The next run reads all partners.
	 *
	 * @param bool $invite Whether those without a user are invited.
	 */
	public static function begin_anew( $invite = false ) {
		update_option(
			self::STATE,
			array_merge(
				self::state(),
				array(
					'after'   => null,
					'listing' => '',
					'invite'  => $invite,
				)
			),
			false
		);
	}

	/**
	 * One run; two at once do not get in each other's way.
	 */
	public static function run() {
		if ( ! Options::is_connected() || ! self::lock() ) {
			return;
		}
		$until = microtime( true ) + self::AT_MOST;
		try {
			Lead_Queue::send( $until );
			$state            = self::follow( self::state(), $until );
			$state['ran']     = time();
			$state['problem'] = '';
		} catch ( \RuntimeException $e ) {
			$state            = self::state();
			$state['problem'] = $e->getMessage();
		} finally {
			update_option( self::STATE, $state, false );
			delete_option( self::LOCK );
		}
	}

	/**
	 * Takes the lock. One that was left by a run that was killed is taken over after two minutes.
	 *
	 * @return bool
	 */
	private static function lock() {
		if ( add_option( self::LOCK, time(), '', false ) ) {
			return true;
		}
		wp_cache_delete( self::LOCK, 'options' );
		if ( (int) get_option( self::LOCK, 0 ) > time() - 2 * MINUTE_IN_SECONDS ) {
			return false;
		}
		update_option( self::LOCK, time(), false );
		return true;
	}

	/**
	 * Reads on where it was left.
	 *
	 * @param array<string, mixed> $state Where that was.
	 * @param float                $until When to stop.
	 * @return array<string, mixed> Where it is now.
	 */
	private static function follow( array $state, $until ) {
		if ( null === $state['after'] ) {
			// The end of the feed is noted first and all partners are read then: what changes meanwhile is in the feed.
			$state['after']   = self::find_end( $until );
			$state['listing'] = '';
			self::note( $state );
		}
		$invited = 0;
		while ( null !== $state['listing'] && microtime( true ) < $until && $invited < self::INVITATIONS_AT_ONCE ) {
			$page = self::ask( '/v1/partners?limit=20' . ( '' === $state['listing'] ? '' : '&cursor=' . rawurlencode( $state['listing'] ) ) );
			foreach ( $page['data'] as $row ) {
				$invited += self::take( $row, $state['invite'] );
			}
			$state['listing'] = $page['next_cursor'];
			self::note( $state );
		}
		do {
			$page = self::read_page( $state['after'] );
			if ( null === $page ) {
				// The place is unknown: the server was restored from an earlier day, or is another one.
				self::begin_anew( false );
				return self::state();
			}
			foreach ( self::partners_of( $page['data'] ) as $id => $is_new ) {
				self::refresh( $id, $is_new && Options::get( 'invite' ) );
			}
			// Empty where nothing ever happened; null would mean that the feed was never looked at.
			$state['after'] = (string) $page['after'];
			self::note( $state );
		} while ( null !== $page['next_cursor'] && microtime( true ) < $until );
		return $state;
	}

	/**
	 * Keeps the place at once: a run may be killed at any moment.
	 *
	 * @param array<string, mixed> $state The place.
	 */
	private static function note( array $state ) {
		update_option( self::STATE, $state, false );
	}

	/**
	 * The newest event.
	 *
	 * @param float $until When to stop.
	 * @return string Empty: nothing ever happened.
	 * @throws \RuntimeException Where the server does not answer.
	 */
	private static function find_end( $until ) {
		do {
			$page = self::ask( '/v1/events?limit=1&after=newest' );
		} while ( null !== $page['next_cursor'] && microtime( true ) < $until );
		return (string) $page['after'];
	}

	/**
	 * A page of the feed; null: the place is unknown to the server.
	 *
	 * @param string $after The place; empty: the beginning.
	 * @return array<string, mixed>|null
	 * @throws \RuntimeException Where the server does not answer.
	 */
	private static function read_page( $after ) {
		$place  = '' === (string) $after ? '' : '&after=' . rawurlencode( $after );
		$answer = Api::ask( 'GET', '/v1/events?limit=100&kind=' . self::KINDS . $place );
		// In Tributary's own words: another program at a mistyped address knows no such page, either.
		if ( 404 === $answer['status'] && '' !== $place && isset( $answer['body']['code'] ) && 'not_found' === $answer['body']['code'] ) {
			return null;
		}
		return self::good( $answer );
	}

	/**
	 * Which partners a page of events is about, and which of them were approved just now.
	 *
	 * @param array<int, array<string, mixed>> $events The events.
	 * @return array<string, bool>
	 */
	private static function partners_of( array $events ) {
		$found = array();
		foreach ( $events as $event ) {
			$id = isset( $event['partner_id'] ) ? (string) $event['partner_id'] : '';
			if ( preg_match( '/^part_[0-9a-z]{26}$/D', $id ) ) {
				$found[ $id ] = ! empty( $found[ $id ] ) || 'partner_approved' === $event['kind'];
			}
		}
		return $found;
	}

	/**
	 * Reads one partner and brings users in line.
	 *
	 * @param string $id     The partner.
	 * @param bool   $invite Whether to invite them if they have no user.
	 * @throws \RuntimeException Where the server does not answer.
	 */
	private static function refresh( $id, $invite ) {
		$answer = Api::ask( 'GET', '/v1/partners/' . $id );
		if ( 404 === $answer['status'] && isset( $answer['body']['code'] ) && 'not_found' === $answer['body']['code'] ) {
			Partners::forget_others( $id, 0 );
			return;
		}
		self::take( self::good( $answer, 'id' ), $invite );
	}

	/**
	 * Takes in one partner.
	 *
	 * @param array<string, mixed> $row    As the API shows it.
	 * @param bool                 $invite Whether to invite them if they have no user.
	 * @return int How many were invited.
	 */
	private static function take( array $row, $invite ) {
		$user = Partners::apply( $row );
		return ! $user && $invite && Invitations::invite( $row ) ? 1 : 0;
	}

	/**
	 * A GET that has to succeed.
	 *
	 * @param string $path The path.
	 * @return array<string, mixed>
	 * @throws \RuntimeException Where it does not.
	 */
	private static function ask( $path ) {
		return self::good( Api::ask( 'GET', $path ) );
	}

	/**
	 * The body of a good answer.
	 *
	 * @param array{status: int, body: array<string, mixed>, why: string} $answer The answer.
	 * @param string                                                      $field  What it must hold.
	 * @return array<string, mixed>
	 * @throws \RuntimeException Where it is none.
	 */
	private static function good( array $answer, $field = 'data' ) {
		if ( 200 === $answer['status'] && isset( $answer['body'][ $field ] ) ) {
			return $answer['body'];
		}
		$detail = isset( $answer['body']['detail'] ) ? $answer['body']['detail'] : $answer['why'];
		throw new \RuntimeException( esc_html( $answer['status'] ? $answer['status'] . ' ' . $detail : $detail ) );
	}
}
